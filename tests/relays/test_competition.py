"""Questions that competitors may not be asked, and honest ones beside them."""

import pytest

from cara_crm.relays.competition import refused_subjects

REFUSED = """
    À combien vendez-vous une pièce ?
    Qui sont vos principaux donneurs d'ordre ?
    Combien de pièces pouvez-vous produire par mois ?
    Quel est votre prix ?
    Vos coûts
    Who are your customers?
    Capacités
    Combien facturez-vous l'heure ?
    A quel prix achetez-vous l'acier ?
    Quel est le prix de l'énergie que vous payez ?
    Combien payez-vous le MWh ?
    Quel est votre taux horaire ?
    Combien de vélos assemblez-vous par an ?
    Combien de cadres fabriquez-vous ?
    Quelle est votre cadence ?
    Quel est votre taux de charge ?
    Quel volume de production ?
    À qui vendez-vous ?
    Pour qui travaillez-vous ?
    Avec quels constructeurs travaillez-vous ?
    Citez vos cinq premiers acheteurs
    Quels sont vos fournisseurs ?
    Quels constructeurs livrez-vous ?
    How much do you charge per hour?
    How many parts can you make per month?
    How many bikes do you assemble a year?
    Who do you sell to?
    Which carmakers do you supply?
    What is your output?
    What is your utilisation rate?
    How much do you pay for electricity?
    Name your main suppliers
    Quelle marge faites-vous ?
    Quels salaires versez-vous ?
    Combien vous coûte la certification ?
    Votre carnet de commandes est-il plein ?
    Combien de wagons sortez-vous par an ?
    What do you charge?
    Votre niveau de stock ?
    Quels volumes vendez-vous ?
    What are your production volumes?
"""
HONEST = """
    Combien de semaines attendez-vous l’homologation ?
    Le prix de l'énergie pèse-t-il sur vous ?
    Combien de postes sont vacants ?
    Le coût de la certification vous a-t-il fait renoncer ?
    Vos donneurs d'ordre vous demandent-ils un bilan carbone ?
    Combien de soudeurs cherchez-vous ?
    Quels délais vos fournisseurs annoncent-ils ?
    Do energy prices threaten jobs with you?
    How many weeks do you wait for a connection?
    How many apprentices could you train?
    Combien de jours d'arrêt avez-vous subis ?
    La capacité d'accueil des lycées suffit-elle ?
    Depuis quand attendez-vous la livraison ?
    Êtes-vous touché par la fermeture de la ligne ?
    Combien de salariés sont au chômage partiel ?
    Which standard do you lack?
    Have you had to stop production?
    La production a-t-elle été arrêtée ?
    Combien d'emplois le prix de l'acier menace-t-il ?
    Avez-vous reporté un investissement ?
    Quelle formation manque ?
    Is the cost of housing an obstacle to hiring?
    Combien de véhicules de votre flotte sont électriques ?
    Combien de dossiers avez-vous déposés ?
    Combien de mois dure le montage du dossier ?
    Avec quelles écoles travaillez-vous ?
    Qui vous accompagne ?
    Les tarifs douaniers vous touchent-ils ?
    Combien de lignes sont arrêtées ?
    Les délais se sont-ils allongés depuis janvier ?
"""


def listed(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


@pytest.mark.parametrize("question", listed(REFUSED))
def test_prices_costs_capacities_and_customers_are_heard_however_they_are_asked(question: str) -> None:
    assert refused_subjects(question)
    assert refused_subjects(question.upper())


@pytest.mark.parametrize("question", listed(HONEST))
def test_what_something_does_to_members_may_be_asked(question: str) -> None:
    assert refused_subjects(question) == []


def test_a_sentence_does_not_excuse_the_next() -> None:
    assert "prices" in refused_subjects("Le prix de l’énergie pèse-t-il sur vous ? Et combien vendez-vous un vélo ?")
