"""The words of names of organisations that do not tell one from another: legal forms, what people write short."""

import re

#: Legal forms that people add or leave out (INSEE, catégories juridiques; abroad: the common ones).
LEGAL_FORMS = frozenset({
    "sa", "sas", "sasu", "sarl", "eurl", "earl", "snc", "sci", "scs", "sca", "scop", "scic", "sc", "se", "selarl",
    "selas", "gie", "gip", "epic", "epa", "spl", "sem", "saem", "sel", "gmbh", "ag", "ltd", "limited", "plc", "inc",
    "llc", "bv", "nv", "spa", "srl", "oy", "ab", "kg", "asso", "assoc", "association", "ste", "soc", "societe",
    "stes", "ets", "etablissements", "etablissement", "et", "cie", "fils",
})  # fmt: skip


#: Forms that make two companies of one name, each by the one name of those that turn into one another unnoticed.
FORM_OF = {form: form for form in (
    "sa", "sas", "sarl", "snc", "sci", "scs", "sca", "scop", "scic", "gie", "gip", "epic", "selarl", "selas", "gmbh",
    "ag", "ltd", "plc", "inc", "llc", "bv", "nv", "spa", "srl", "association",
)} | {"sasu": "sas", "eurl": "sarl", "limited": "ltd", "asso": "association"}  # fmt: skip
#: Legal forms written out: folded words → the form (INSEE, catégories juridiques).
WRITTEN_OUT = {
    "societe par actions simplifiee unipersonnelle": "sasu", "societe par actions simplifiee": "sas",
    "societe anonyme": "sa", "societe a responsabilite limitee": "sarl",
    "entreprise unipersonnelle a responsabilite limitee": "eurl", "societe en nom collectif": "snc",
    "societe civile immobiliere": "sci", "groupement d interet economique": "gie",
    "groupement d interet public": "gip",
}  # fmt: skip
COOPERATIVE = re.compile(
    r"\b(?:(?:ste|soc|societe) coop(?:erative)?(?: d interet collectif)?(?: ouvriere)?(?: et participative)?"
    r"(?: de production)?|coop(?:erative)? (?:ouvriere )?de production)\b"
)
#: A family firm's "Père et Fils" is one word: "Fils" alone is left out.
FAMILY = re.compile(r"\bp[eè]re\s*(?:&|et)\s*fils\b|\bp\.?\s*&\s*f\b", re.IGNORECASE)
#: Words that join others, and that people leave out.
JOINING = frozenset({"a", "and", "au", "aux", "d", "de", "des", "du", "en", "l", "la", "le", "les", "of", "the"})
#: Words that a group, its head or who took a business over adds to a name, and that others leave out: the two are
#: alike, and may yet be two.
OF_GROUPS = frozenset({
    "groupe", "group", "holding", "france", "international", "entreprise", "compagnie", "communaute", "nouvelle",
})  # fmt: skip
#: Words that one of an organisation's places adds to its name, with the town.
OF_PLACES = frozenset({"agence", "site", "succursale", "antenne", "siege", "usine", "depot", "etablissement"})
#: Words of trades: alone they are no short name of anybody.
TRADES = frozenset({
    "aluminium", "assemblage", "atelier", "ateliers", "autocar", "autocars", "automatisme", "automatismes",
    "automobile", "bois", "cable", "cables", "cablerie", "carrosserie", "centre", "chaudronnerie", "composites",
    "conseil", "constructions", "cooperative", "cycle", "cycles", "decolletage", "decoupage", "departement",
    "distribution", "electrique", "electricite", "electronique", "emboutissage", "energie", "energies", "ferroviaire",
    "fonderie", "fonderies", "forge", "forges", "formation", "freins", "garage", "garages", "generale", "hydraulique",
    "industrielle", "ingenierie", "institut", "laboratoire", "location", "logistique", "lycee", "machines",
    "mairie", "maintenance", "manufacture", "mecanique", "metaux", "mobilite", "mobilites", "motoculture", "moulage",
    "moulages", "outillage", "peinture", "peintures", "piece", "pieces", "plastique", "plastiques", "plasturgie",
    "precision", "ressorts", "securite", "service", "soudure", "syndicat", "systemes", "technique", "techniques",
    "technologies", "thermique", "tolerie", "traitement", "transport", "transports", "travaux", "universite",
    "usinage", "vehicules", "velo", "velos", "ville",
})  # fmt: skip
#: How people write a trade or an institution short; never a name of its own.
SHORT = {
    "agglo": "communaute agglomeration", "alu": "aluminium", "auto": "automobile", "automobiles": "automobile",
    "autos": "automobile",
    "be": "bureau etudes", "bros": "freres", "brothers": "freres", "carr": "carrosserie", "chaud": "chaudronnerie",
    "const": "constructions", "constr": "constructions", "coop": "cooperative", "ctr": "centre", "ctre": "centre",
    "dept": "departement", "dev": "developpement", "distrib": "distribution", "elec": "electrique",
    "elect": "electrique", "engineering": "ingenierie", "ent": "entreprise", "equip": "equipement",
    "equipements": "equipement", "fab": "fabrication", "ferro": "ferroviaire", "frs": "freres", "gd": "grand",
    "gde": "grande", "gds": "grands", "gen": "generale", "gle": "generale", "gpe": "groupe", "gpt": "groupement",
    "grp": "groupe", "grpe": "groupe", "grpt": "groupement", "hydr": "hydraulique", "ind": "industrielle",
    "indus": "industrielle", "industrie": "industrielle", "industriel": "industrielle",
    "industrielles": "industrielle", "industriels": "industrielle", "industries": "industrielle",
    "ing": "ingenierie", "inge": "ingenierie", "inst": "institut", "intl": "international", "labo": "laboratoire",
    "maint": "maintenance", "manuf": "manufacture", "meca": "mecanique", "mecaniques": "mecanique",
    "mfg": "manufacture", "mt": "mont", "nlle": "nouvelle", "nvelle": "nouvelle", "sce": "service",
    "sces": "service", "serv": "service", "services": "service", "st": "saint", "sup": "superieur",
    "synd": "syndicat", "syst": "systemes", "techno": "technologies", "technologie": "technologies",
    "technos": "technologies", "therm": "thermique", "tp": "travaux publics", "trait": "traitement",
    "transp": "transport", "univ": "universite",
}  # fmt: skip
#: Numbers that people write in letters or in figures; "neuf" is more often new than nine.
NUMBERS = {
    "deux": "2", "trois": "3", "quatre": "4", "cinq": "5", "six": "6", "sept": "7", "huit": "8", "dix": "10",
    "onze": "11", "douze": "12", "mille": "1000", "two": "2", "three": "3", "four": "4", "five": "5", "seven": "7",
    "eight": "8", "premier": "1er", "premiere": "1er", "1ere": "1er", "1re": "1er", "second": "2e", "seconde": "2e",
    "deuxieme": "2e", "2eme": "2e", "2nd": "2e", "2nde": "2e", "troisieme": "3e", "3eme": "3e",
}  # fmt: skip
#: First names that companies bear and that people shorten to their letter.
FIRST_NAMES = frozenset({
    "adrien", "alain", "albert", "alexandre", "alexis", "alfred", "andre", "anne", "antoine", "armand", "arnaud",
    "auguste", "baptiste", "benoit", "bernard", "bruno", "camille", "catherine", "charles", "christian", "christophe",
    "claude", "clement", "daniel", "david", "denis", "didier", "dominique", "edouard", "emile", "emmanuel", "eric",
    "ernest", "etienne", "eugene", "fabien", "fabrice", "felix", "fernand", "francis", "francois", "francoise",
    "frederic", "gabriel", "gaston", "georges", "gerard", "gilbert", "gilles", "guillaume", "guy", "henri", "herve",
    "hubert", "hugues", "isabelle", "jacques", "jean", "jerome", "joel", "joseph", "jules", "julien", "laurent",
    "leon", "louis", "luc", "lucien", "marc", "marcel", "marie", "martine", "mathieu", "maurice", "maxime", "michel",
    "nicolas", "noel", "olivier", "pascal", "patrice", "patrick", "paul", "philippe", "pierre", "raymond", "rene",
    "robert", "roger", "roland", "romain", "sebastien", "serge", "simon", "stephane", "sylvain", "theo", "thierry",
    "thomas", "valerie", "victor", "vincent", "xavier", "yves", "yvon",
})  # fmt: skip
WRITTEN = SHORT | NUMBERS
#: The same at the beginning of a name only.
SHORT_FIRST = {
    "ca": "communaute agglomeration", "cc": "communaute communes", "cu": "communaute urbaine",
    "cci": "chambre commerce industrie", "cma": "chambre metiers artisanat", "eg": "entreprise generale",
    "lp": "lycee professionnel", "sm": "syndicat mixte", "sn": "nouvelle",
}  # fmt: skip
