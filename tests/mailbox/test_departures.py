"""Automatic answers, as mail programs and people write them: gone for good, or away."""

import pytest

from cara_crm.mailbox.departures import answers_by_itself, says_gone

GONE = [
    "Bonjour, Claire Martin ne fait plus partie de l’entreprise. Merci d’écrire à accueil@forge.example.",
    "J’ai quitté la société Forge Fictive le 30 septembre.",
    "M. Durand a fait valoir ses droits à la retraite. Votre interlocuteur est désormais Paul.",
    "Cette adresse de messagerie n’est plus utilisée.",
    "Je ne travaille plus chez Forge Fictive depuis juin.",
    "Claire has left the company. Please write to paul@forge.example.",
    "Paul is no longer with Forge Fictive.",
    "I’ve retired! Thank you for the years together.",
    "This mailbox is no longer monitored.",
]
AWAY = [
    "Je suis en congés, de retour le 4 décembre.",
    "Absente jusqu’au 12 janvier, je vous répondrai à mon retour.",
    "Je suis en congé maternité ; Claire a quitté la société, écrivez à Paul.",
    "I am out of the office until Monday. My colleague has left the building too.",
    "I am on parental leave. Paul is no longer part of the team.",
    "Nous avons bien reçu votre message et vous répondrons sous 48 heures.",
    "Merci.\n\nLe 16 nov. 2026 à 10:12, CARA <crm@cluster.example> a écrit :\n> Elle a quitté la société.",
    "",
]


@pytest.mark.parametrize("text", GONE)
def test_who_has_left_says_so(text: str) -> None:
    assert says_gone("Réponse automatique", text)


@pytest.mark.parametrize("text", AWAY)
def test_who_is_away_has_not_left(text: str) -> None:
    assert not says_gone("Réponse automatique : Appel à projets", text)


@pytest.mark.parametrize("subject", ["Réponse automatique : Appel", "Automatic reply: Call", "Out of Office: x"])
def test_a_subject_tells_that_a_program_wrote(subject: str) -> None:
    assert answers_by_itself(subject)
    assert not answers_by_itself("Re: Appel à projets")
