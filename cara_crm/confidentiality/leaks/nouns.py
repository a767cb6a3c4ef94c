"""What texts call organisations and the people who work there, for every rule about how many or how large they are."""

from cara_crm.confidentiality.leaks.folding import listed

_FRENCH = listed(
    "entreprise societe adherent adherente membre pme pmi eti tpe atelier usine site etablissement maison firme boite"
    " structure fabricant constructeur constructrice equipementier sous-traitant sous-traitante industriel carrossier"
    " carrosserie fondeur fonderie forgeron forge usineur chaudronnier chaudronnerie tolier tolerie garage"
    " garagiste transporteur loueur exploitant operateur assembleur producteur concepteur installateur transformateur"
    " convertisseur retrofiteur reparateur distributeur concessionnaire artisan motoriste armateur chantier"
    " laboratoire labo ecole lycee universite collectivite agglomeration metropole association repondant repondante"
    " participant participante interroge interrogee sonde employeur acteur demandeur startup start-up exposant"
    " carrossiere chaudronniere fondeuse transporteuse loueuse"
)
_ENGLISH = listed(
    "firm company business enterprise member sme midcap mid-cap workshop plant factory manufacturer maker"
    " builder producer operator player subcontractor carmaker foundry laboratory lab school university"
    " authority association"
    " respondent participant employer garage shop carrier haulier installer assembler startup start-up"
    " converter body-builder"
)
_IRREGULAR = {"y": "ies", "s": "ses"}
_NOT_GROUPS = r"groupes? de (?:travail|projet|reflexion|suivi|pilotage)"
_GROUP = rf"(?!{_NOT_GROUPS})groupe"
_EN_GROUP = r"group(?!e)(?! of work)"


def _plural(word: str) -> str:
    return word[:-1] + _IRREGULAR[word[-1]] if word[-1] in _IRREGULAR else word + "s"


def _any(words: list[str]) -> str:
    return "|".join(sorted(dict.fromkeys(words), key=len, reverse=True))


_SINGULAR = [*_FRENCH, *_ENGLISH]
_PLURAL = [_plural(word) for word in _SINGULAR] + ["industriels"]
_SAME = listed("pme pmi eti tpe labo")  # "deux PME"
#: One organisation, several of them, either: parts of patterns on text as it is shown, with nothing before or after.
ONE = rf"(?:{_any(_SINGULAR)}|{_GROUP}|{_EN_GROUP})(?!\w)(?!-\w)"
SEVERAL = rf"(?:{_any(_PLURAL + _SAME)}|{_GROUP}s|{_EN_GROUP}s)(?!\w)(?!-\w)"
ORGANISATION = rf"(?:{_any(_SINGULAR + _PLURAL)}|{_GROUP}s?|{_EN_GROUP}s?)(?!\w)(?!-\w)"
#: Between a number and them, or before one: "deux petites entreprises".
KIND_OF = (
    r"(?:(?:autres?|petite?s?|grande?s?|gros(?:ses?)?|moyen(?:ne)?s?|jeunes?|nouveaux|nouvelles|seule?s?|plus"
    r"|principaux|principales|other|small|large|big|only|sole|single|young|new|more|bus|body|bike|cycle)\s+){0,3}"
)
#: People who are certainly employed, and those who may be anybody.
STAFF = (
    r"(?:(?:salarie|employe|collaborateur|collaboratrice|travailleur|travailleuse|ouvrier|ouvriere|compagnon|employee"
    r"|worker|fte)(?:e|s|es)?|etp|staff|people employed|equivalents?[\s-]temps[\s-]pleins?|full[\s-]time equivalents?)"
    r"(?!\w)"
)
PEOPLE = (
    r"(?:personnes?|pers\.?|people|persons?|agents?|ames|tetes|hommes et (?:de )?femmes|femmes et (?:d')?hommes|hommes"
    r"|femmes|men and women|women and men|souls)(?!\w)"
)
