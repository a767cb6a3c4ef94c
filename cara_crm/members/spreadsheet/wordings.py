"""What columns of lists are called, in French and English, as lists of the ministry, INSEE, Géorisques, customer
databases and clusters' own spreadsheets write it."""

import re
from enum import StrEnum


class Column(StrEnum):
    """What a column of an imported list can be. The values are the names in `--mapping`."""

    NAME = "name"
    USUAL_NAME = "usual_name"
    OTHER_NAMES = "other_names"
    BRANDS = "brands"
    SITE_NAME = "site_name"
    SIREN = "siren"
    SIRET = "siret"
    FOREIGN_NUMBER = "foreign_number"
    YEAR = "year"
    ADDRESS = "address"
    POSTAL_CODE = "postal_code"
    TOWN = "town"
    DEPARTMENT = "department"
    COUNTRY = "country"
    ACTIVITY = "activity"
    CATEGORY = "category"
    HEADCOUNT_BAND = "headcount_band"
    HEADCOUNT = "headcount"
    TURNOVER = "turnover"
    DESCRIPTION = "description"
    WEBSITE = "website"
    PHONE = "phone"
    EMAIL = "email"
    STATUS = "status"
    MEMBER_SINCE = "member_since"
    ACCOUNT_MANAGER = "account_manager"
    SECTORS = "sectors"
    ROLE = "role"
    NETWORK = "network"
    GROUP = "group"
    TAGS = "tags"
    CONTACT = "contact"
    CONTACT_LAST = "contact_last"
    CONTACT_FIRST = "contact_first"
    CONTACT_FUNCTION = "contact_function"
    CONTACT_EMAIL = "contact_email"
    CONTACT_PHONE = "contact_phone"
    FEE = "fee"
    FEE_YEAR = "fee_year"
    FEE_COLLEGE = "fee_college"
    FEE_CALLED = "fee_called"
    FEE_PAID = "fee_paid"
    ISSUE = "issue"
    ISSUE_ON = "issue_on"
    ISSUE_MORE = "issue_more"
    ISSUE_KIND = "issue_kind"
    ISSUE_URGENCY = "issue_urgency"
    ISSUE_ANSWER = "issue_answer"
    ISSUE_TO = "issue_to"
    ISSUE_TO_ON = "issue_to_on"
    RELAY = "relay"
    RELAY_UP = "relay_up"
    RELAY_ON = "relay_on"
    RELAY_FEDERATION = "relay_federation"
    RELAY_DIRECTION = "relay_direction"
    RELAY_MORE = "relay_more"
    RELAY_ANSWER = "relay_answer"

    @property
    def is_beside(self) -> bool:
        """Does it hold more than the member itself? Such columns may come several times."""
        return self.value.startswith(("contact", "fee", "issue", "relay"))

    @property
    def is_raw(self) -> bool:
        """Does it hold what members said?"""
        relayed = (self.RELAY, self.RELAY_UP, self.RELAY_MORE, self.RELAY_ANSWER)
        return self in (self.ISSUE, self.ISSUE_MORE, self.ISSUE_ANSWER, *relayed)


#: Headers as lists of the ministry, INSEE, Géorisques and clusters' own spreadsheets write them, before folding.
WORDINGS: dict[Column, str] = {
    Column.NAME: "name|nom|raison sociale|denomination|denomination sociale"
    "|denomination unite legale|nom raison sociale"
    "|nom de l entreprise|nom entreprise|nom de la societe|nom societe|entreprise|societe|organisation|organization"
    "|company|company name|legal name|nom legal|organisme|structure adherente|adherent|adherents|membre|member"
    "|member name|nom adherent|nom de l adherent|nom de la structure|nom structure|nom complet|etablissement employeur"
    "|business name|firm|raison sociale de l entreprise|libelle entreprise|nom du membre|denominationunitelegale"
    "|name of company|account name|nom du compte|nom usuel de l entreprise"
    "|ste|nom ste|nom de la ste|soc|nom soc|ets|entite|nom entite|nom de l entite|nom de l organisme"
    "|nom organisme|nom de l organisation|raison soc|r sociale|nom de l adherente|entreprise adherente"
    "|societe adherente|organisation name|organization name|company legal name|enterprise|full name",
    Column.USUAL_NAME: "usual name|nom usuel|nom commercial|sigle|acronym|trade name|nom d usage|marque|appellation"
    "|sigleunitelegale|short name|nom court"
    "|nom com|nom d enseigne|nom courant|nom affiche|dba"
    "|trading name|trading as|nom de marque|commercial name",
    Column.BRANDS: "brands|brand names|marques|noms de marque|marques commerciales|marques deposees",
    Column.OTHER_NAMES: "other names|autres noms|anciens noms|ancien nom|former name|former names|alias|aliases"
    "|ex nom|enseigne ex nom|nom d enseigne ex nom|ex noms"
    "|nom precedent|previous name|previous names|ancienne denomination|ancienne raison sociale",
    Column.SITE_NAME: "site name|nom etablissement|nom de l etablissement|etablissement|nom du site|site|usine|plant"
    "|plant name|nom usine|enseigne|enseigne etablissement"
    "|enseigne1etablissement|denomination usuelle etablissement|nom de l usine|facility"
    "|facility name|nom d etablissement"
    "|nom du lieu|implantation|nom implantation|nom de l implantation",
    Column.SIREN: "siren|numero siren|n siren|no siren|num siren|code siren|siren entreprise"
    "|numero de siren|siren number"
    "|identifiant siren|n de siren|siren rcs|rcs"
    "|company number|company registration number|registration number|siren de l entreprise"
    "|num tva|num tva intracom|num tva intracommunautaire|no tva|no tva intracom|no tva intracommunautaire"
    "|code tva|id tva|siren no|siren n|n rcs|num rcs|numero rcs",
    Column.SIRET: "siret|numero siret|n siret|no siret|num siret|code siret|siret etablissement|numero de siret"
    "|siret number|identifiant siret|n de siret|siret siege|siret du siege|siren siret|siren ou siret|siret siren"
    "|numero siret etablissement|siret de l etablissement"
    "|siret no|siret n|n siret siege",
    Column.FOREIGN_NUMBER: "foreign number|foreign registration number|number abroad|registration number abroad"
    "|numero a l etranger|numero etranger|numero d immatriculation etranger|n a l etranger|immatriculation etrangere"
    "|identifiant etranger|n tva etranger|tva etrangere|foreign vat|foreign vat number|uid|ide|numero ide|n ide"
    "|handelsregisternummer|hrb|ust idnr|ust id nr|numero bce|n bce|bce|kbo|kvk|kvk nummer|partita iva|p iva",
    Column.YEAR: "year|annee|millesime|exercice|annee de reference|annee indicateurs|an|reporting year|fiscal year"
    "|an de reference|campagne|saison",
    Column.ADDRESS: "address|adresse|adresse postale|rue|voie|street|adresse 1|adresse ligne 1"
    "|street address|adresse siege"
    "|business street|business address"
    "|adresse du siege|adresse etablissement|adresse complete|adresse de l etablissement|libelle voie|address line 1"
    "|adr|adr siege|adresse du site|n et rue|numero et rue|n et voie|rue et numero|num et rue|adresse societe"
    "|adresse entreprise|adresse de la societe|adresse de l entreprise|adresse rue|street 1|mailing address",
    Column.POSTAL_CODE: "postal code|code postal|cp|zip|zip code|postcode|code postal etablissement|codepostal|c p"
    "|business postal code|code postal siege|code postal du siege|codepostaletablissement"
    "|c postal|code post|cod post|cd postal|cde postal|cod postal|cp siege|zip postal code|zipcode|postal zip code"
    "|code p",
    Column.TOWN: "town|city|ville|commune|localite|libelle commune|nom commune|nom de la commune|municipality"
    "|libelle commune etablissement|libellecommuneetablissement|ville siege|bureau distributeur|ville du siege"
    "|bureau distrib"
    "|business city"
    "|ville commune|commune siege|commune du siege|nom ville|nom de la ville|nom de ville|ville etablissement"
    "|city town|town city",
    Column.DEPARTMENT: "department|departement|dept|dep|code departement|nom departement|departement du siege|code dept"
    "|departement siege|dpt|dpt siege|numero departement|libelle departement|county|n departement"
    "|dpt siege social|n dept|n dpt|num dept|num dpt|no dept|dept n|numero de departement|no departement"
    "|num departement|code dpt|code dep",
    Column.COUNTRY: "business country region|business country|country|pays|libelle pays|country code|code pays"
    "|pays siege|pays du siege|pays d origine|nation|country region",
    Column.ACTIVITY: "activity|ape|naf|code ape|code naf|ape naf|naf ape|code naf ape|code ape naf|activite principale"
    "|activity code|nace|code nace|naf rev 2|naf rev2|naf 2025|code activite|apet|activiteprincipaleunitelegale"
    "|code ape etablissement|activite principale etablissement|main activity"
    "|n ape|n naf|code d activite|naf code|ape code|naf rev 2 code|code ape naf rev 2|code naf rev 2",
    Column.CATEGORY: "category|categorie|categorie entreprise|categorie d entreprise|taille|taille entreprise|size"
    "|company size|type|type d entreprise|type de structure|type d organisation|type de membre|categorie insee"
    "|categorieentreprise|company category|taille de l entreprise|member type|type adherent"
    "|cat|categ|type de societe|type entreprise|type societe|type organisation|type structure|type organisme"
    "|nature de la structure|type de l organisation|taille de la societe|taille societe|organisation type"
    "|organization type|type of organisation|type of organization",
    Column.HEADCOUNT_BAND: "headcount band|tranche effectifs|tranche effectif|tranche d effectif|tranche d effectifs"
    "|tranche effectif salarie|tranche effectifs assujettis|size band|code tranche effectif|tranche de salaries"
    "|trancheeffectifsunitelegale|tranche d effectif salarie|employee range|tranche effectifs unite legale"
    "|trancheeffectifsetablissement|tranche effectifs etablissement"
    "|tranche eff|tr effectif|tr effectifs|tranche salaries|tranche de salarie|tranche nb salaries"
    "|classe d effectif|fourchette effectif|fourchette d effectif|plage d effectif|headcount range"
    "|number of employees range",
    Column.HEADCOUNT: "headcount|effectif|effectifs|nombre de salaries|nb salaries|salaries|employees|staff"
    "|nombre d employes|number of employees|nb employes|effectif total|effectif salarie|etp|fte|nbre salaries"
    "|eff|effect|effs|nb de salaries|nb de salarie|nb salarie|nbre de salaries|nbre de salarie|nbre salarie"
    "|nombre salaries|nombre salarie|nombre de salarie|nb d employes|nbre d employes|nbre employes"
    "|nombre employes|nb sal|nbre sal|nb emplois|nb d emplois|nombre d emplois|nbre emplois|nb collaborateurs"
    "|nb de collaborateurs|nombre de collaborateurs|collaborateurs|nb personnes|nb de personnes|nb pers"
    "|nombre de personnes|nb etp|nombre d etp|nb d etp|employes|no of employees|nb employees|employee count"
    "|number of staff|team size",
    Column.TURNOVER: "turnover|chiffre d affaires|ca|revenue|chiffre affaires|ca annuel|ca eur|ca euros|ca keur|ca k"
    "|ca en k|ca meur|ca m|chiffre d affaires keur|chiffre d affaires k|sales|ca ht"
    "|chiffre d affaires ht|annual turnover|annual revenue"
    "|chiffre d aff|chiffres d affaires|ca en keur|ca en meur|ca en m|ca milliers d euros"
    "|ca en milliers d euros|ca en millions d euros|dernier ca|ca dernier exercice|ca france|ca total|c a",
    Column.DESCRIPTION: "description|presentation|activites|commentaire activite|objet social|about"
    "|profil|savoir faire"
    "|descriptif|desc|descr|presentation de l entreprise|presentation de la societe|description de l activite"
    "|description activite|activites principales|produits|produits et services|company description|competences",
    Column.WEBSITE: "website|site web|site internet|url|web|www|home page|internet|adresse web"
    "|company domain name|domain name|domain|nom de domaine|domaine internet"
    "|site www|site w|adresse du site|adresse site|adresse site web|adresse internet|site web de l entreprise"
    "|lien site|lien site web|lien internet|adresse url|homepage|web site|web page|company website|website url",
    Column.PHONE: "general phone|general telephone|telephone general|office main line",
    Column.EMAIL: "general e mail|generic e mail",
    Column.STATUS: "status|statut|etat|statut adherent|statut adhesion|membership status|statut d adhesion"
    "|etat adhesion|etat de l adhesion|situation adhesion|statut du membre|statut membre|statut cara"
    "|statut de l adherent|statut de l adhesion|etat adherent|adherent o n|adherent oui non|member status"
    "|member y n",
    Column.MEMBER_SINCE: "member since|joined|joined on|date joined|joining date|join date"
    "|adherent depuis|membre depuis|adherent depuis le|membre depuis le|date d adhesion|date adhesion"
    "|date de l adhesion|date de premiere adhesion|premiere adhesion|date 1ere adhesion|date d entree|adhesion depuis"
    "|adherente depuis|annee d entree"
    "|depuis|depuis le|depuis quand|adh depuis|adherent e depuis|date adh|date d adh|dt adhesion"
    "|date d entree cara|date entree|entree le|entre le|entree|annee adhesion initiale|adhere depuis"
    "|membre dep|1ere adhesion|date de 1ere adhesion|annee 1ere adhesion|annee de premiere adhesion"
    "|annee d arrivee|arrivee|since|member from|year joined|membership since|membership start|date membre"
    "|date of joining|date of membership",
    Column.ACCOUNT_MANAGER: "account manager|account owner|company owner|owner|looked after by|charge de compte"
    "|chargee de compte|charge e de compte|suivi par|suivie par|adherent suivi par|responsable du compte"
    "|referent cara|referente cara|referent cluster|referent interne|contact cara|interlocuteur cara"
    "|correspondant cara|responsable du suivi|gestionnaire du compte|proprietaire du compte"
    "|charge d affaires|chargee d affaires|charge e d affaires|charge affaires|charge d aff|charge de mission"
    "|chargee de mission|charge e de mission|charge de projet|chargee de projet|charge e de projet|resp compte"
    "|responsable compte|pilote cara|ref cara|ref interne|charge de clientele|key account manager"
    "|relationship manager|kam|charge de filiere|responsable cara|responsable interne|followed by"
    "|pilote interne|salesperson|vendeur|vendeuse",
    Column.SECTORS: "sectors|sector|filiere|filieres|secteur|secteurs|filiere principale|main sector|secteur d activite"
    "|marche|marches|filiere s"
    "|fil|filiere s d appartenance|filieres d appartenance|filiere d appartenance|filiere cara|filieres cara"
    "|secteur s|secteur s d activite|secteurs d activite|secteur activite|secteur principal"
    "|filieres principales|filieres secondaires|industry|industry sector|marches adresses|marches vises"
    "|filiere secondaire|secteur secondaire|secteurs secondaires|autre filiere|autres filieres|autre secteur"
    "|autres secteurs"
    "|filiere 1|filiere 2|filiere 3|secteur 1|secteur 2|secteur 3|2e filiere|deuxieme filiere|seconde filiere"
    "|filiere complementaire|filieres complementaires|secondary sector|secondary sectors|other sectors|second sector"
    "|segment|segments|market segment|market segments|target markets|industries|main segment|primary sector",
    Column.ROLE: "role|role dans la filiere|role filiere|roles|position dans la chaine de valeur|chaine de valeur"
    "|role dans la chaine de valeur|place dans la chaine de valeur|maillon|maillon de la chaine de valeur"
    "|position dans la filiere|positionnement filiere|value chain|value chain role|role in the value chain"
    "|tier|tier level|supply chain tier|rang|rang fournisseur|rang dans la filiere"
    "|position in the value chain|place in the value chain|role in the sector|sector role",
    Column.NETWORK: "network|reseau|reseau d origine|origine|reseau origine|network of origin|predecessor network"
    "|reseaux|ex reseau|ancien reseau|ex cluster|cluster d origine",
    Column.GROUP: "group|groupe|groupe d appartenance|parent company|maison mere|holding|nom du groupe|tete de groupe"
    "|grp|groupe industriel|appartenance groupe|appartenance a un groupe|societe mere|nom groupe|groupe mere"
    "|holding mere|parent group",
    Column.TAGS: "tags|tag|etiquettes|etiquette|mots cles|keywords|labels"
    "|mot cle|mots clefs|mot clef|keyword|etiq|hashtags",
}

#: The beginning of a header decides when the whole does not: "SIREN (9 chiffres)", "Effectif 2024".
STAFF = "employees|staff|salaries|nb salaries|nb de salaries|nombre de salaries|number of employees|etp|fte"
BEGINNINGS: tuple[tuple[str, Column], ...] = (
    ("siret", Column.SIRET),
    ("numero siret", Column.SIRET),
    ("siren", Column.SIREN),
    ("tva", Column.SIREN),
    ("n tva", Column.SIREN),
    ("numero tva", Column.SIREN),
    ("numero de tva", Column.SIREN),
    ("vat", Column.SIREN),
    ("n d identification fiscale", Column.SIREN),
    ("numero d identification fiscale", Column.SIREN),
    ("tax id", Column.SIREN),
    ("tax number", Column.SIREN),
    ("numero siren", Column.SIREN),
    ("raison sociale", Column.NAME),
    ("denomination", Column.NAME),
    ("nom de l etablissement", Column.SITE_NAME),
    ("nom etablissement", Column.SITE_NAME),
    ("nom de l entreprise", Column.NAME),
    ("company name", Column.NAME),
    ("code postal", Column.POSTAL_CODE),
    ("tranche d effectif", Column.HEADCOUNT_BAND),
    ("tranche effectif", Column.HEADCOUNT_BAND),
    ("effectif", Column.HEADCOUNT),
    ("effectifs", Column.HEADCOUNT),
    ("headcount", Column.HEADCOUNT),
    ("turnover", Column.TURNOVER),
    ("revenue", Column.TURNOVER),
    ("chiffre d affaires", Column.TURNOVER),
    ("ca", Column.TURNOVER),
    ("code ape", Column.ACTIVITY),
    ("code naf", Column.ACTIVITY),
    ("ape", Column.ACTIVITY),
    ("naf", Column.ACTIVITY),
    ("annee", Column.YEAR),
    ("departement", Column.DEPARTMENT),
    ("dpt", Column.DEPARTMENT),
    ("commune", Column.TOWN),
    ("ville", Column.TOWN),
    ("adresse", Column.ADDRESS),
    ("categorie", Column.CATEGORY),
    *((words, Column.HEADCOUNT) for words in STAFF.split("|")),
)
NOT_THIS = re.compile(r"\b(libelle (ape|naf)|date|mail|email|e mail|courriel|telephone|url|creation|insee)\b")

#: Columns of lists of relays and of what was said: no organisation is called so.
NEVER_A_NAME = re.compile(
    r"\b(federations?|destinataires?|objet|sujet|motif|texte|commentaires?|recipients?|subject"
    r"|retours?|reponses?|suites?|reactions?|answers?|repl(y|ies)|outcomes?)\b"
)
#: A postal code and its town in one column, the end of an address.
CODE_AND_TOWN = frozenset({
    "cp ville", "cp et ville", "code postal ville", "code postal et ville", "cp commune", "code postal commune",
    "code postal et commune", "cp et commune", "cp localite", "cpville", "zip city", "postal code and town",
    "postcode and city", "ville cp", "ville et cp", "ville code postal", "commune cp", "commune code postal",
    "ville et code postal", "city zip", "town postcode", "city postcode", "town and postcode", "city and zip",
    "postal code city", "cod postal ville", "cp ville siege",
})  # fmt: skip
#: Headers, folded, of addresses that stand in several columns.
PARTS_OF_ADDRESS = frozenset({
    "adr 1", "adr 2", "adr 3", "adr1", "adr2", "adr3", "adresse1", "adresse2", "adresse3", "adresse suite",
    "adresse compl", "adr complement", "complement adr", "compl adresse", "adresse complement", "bp", "lieu dit",
    "rue 1", "rue 2", "address 1", "address 2", "street 2", "adresse 1", "adresse 2", "adresse 3", "adresse ligne 1",
    "adresse ligne 2", "address line 1", "address line 2", "complement d adresse", "complement adresse",
    "complementadresseetablissement", "numero de voie", "numero voie", "n voie", "n de voie", "type de voie",
    "type voie", "nom de la voie", "nom voie", "libelle voie", "libelle de la voie", "numerovoieetablissement",
    "indicerepetitionetablissement", "typevoieetablissement", "libellevoieetablissement", "street number",
    "street name", "street 1", "street 3", "street road name", "house number",
})  # fmt: skip
