"""What sounds like a secret of trade and is none: what something does to members, and ordinary words of a cluster."""

import re

_BOUGHT = (
    r"(energies?|electricite|gaz|carburants?|gazole|hydrogene|acier|aluminium|cuivre|matieres?( premieres?)?"
    r"|composants?|transports?|fret|logements?|loyers?|formations?|certifications?|homologations?|dossiers?"
    r"|raccordements?|permis|normes?|essais?|batteries|assurances?|credit|demarches?|conformite|audits?|branchements?"
    r"|energy|electricity|gas|fuels?|steel|copper|raw materials?|freight|housing|training|certifications?|approvals?"
    r"|compliance|batteries|insurance|connections?|testing)"
)

#: What everybody pays is an impact when it is asked what it does: "le prix de l'énergie pèse-t-il sur vous ?"
IMPACT = re.compile(
    rf"\b(prix|couts?) (de l |du |des |de la |de |d ){_BOUGHT}\b"
    rf"|\b(prices?|costs?) of (the |a )?{_BOUGHT}\b|\b{_BOUGHT} (prices?|costs?)\b"
    rf"|\bdevis (de |d |du |des |pour |pour le |pour la ){{0,2}}{_BOUGHT}\b|\b{_BOUGHT} (quotes?|quotations?)\b"
)
#: … and none when the figure itself is asked for.
VALUE_ASKED = re.compile(
    r"\b(quels?|quelles?|what) (est|sont|etait|is|are|was|were) (le|la|les|vos|votre|the|your)? ?(\w+ )?"
    r"(prix|couts?|prices?|costs?|capacites?|capacity|devis|montants?|amounts?)|\b(a|pour|de) quels? (prix|couts?)"
    r"|\bvos? (prix|couts?)|\b(payez|achetez|you pay|you buy|do you spend)\b|\bcombien (vous )?(coute|represente)"
    r"|\b(your|what|which) (\w+ )?(prices?|costs?)\b"
)
#: A verb that says what it does to somebody: then "the price", of nobody in particular, is an obstacle.
SUFFERED = re.compile(
    r"\b(frein\w*|obstacles?|pes(e|ent|er)|renonc\w*|menac\w*|bloqu\w*|empech\w*|difficultes?|difficiles?|penalis\w*|handicap\w*"
    r"|decourag\w*|barriers?|weigh\w*|threat\w*|prevent\w*|hinder\w*|deter\w*|hold you back|trop eleves?|too high)\b"
)

_CALENDAR = r"(reunions?|visites?|rendez vous|webinaires?|ateliers? de travail|evenements?|meetings?|visits?|calls?)"
_SCHOOLS = r"(accueil|formation|hebergement|(reseaux?|ecoles|lycees|centres|organismes|cfa|poste source)( \w+)?)"

#: Words of the same sound that ask for nothing hidden.
ORDINARY = re.compile(
    r"\b(?:"
    r"tarifs? (douaniers?|reglementes?|reduits?|adherents?|preferentiels?)|tarifs? de groupe"
    r"|prix (de l innovation|du jury|du public|cara)|remises? des (prix|diplomes)|remises? (a niveau|en etat|en cause"
    r"|en service|en conformite|en route)|remises? (de|du|des) (dossiers?|candidatures?|rapports?)"
    r"|marges? (de manoeuvre|de progres|de progression)|parts? de marche du (fret|rail|velo)"
    rf"|capacites? (d |de |du |des |de l |de la )?{_SCHOOLS}"
    r"|capacites? (d innovation|d autofinancement|de (raccordement|recharge)|electriques? (du|des) \w+)"
    r"|capacites? (juridiques?|legales?|d ester|d agir)|legal capacity|capacity to (sign|act|answer|reply)"
    r"|capacites? (a|de) (repondre|signer|agir|suivre|comprendre|lire|participer|remplir)"
    r"|capacites? a (recruter|former|innover|embaucher|anticiper|s adapter)"
    r"|(grid|network|training|charging|connection|housing|school) capacity|capacity (of the (grid|network|schools?)"
    r"|to (recruit|train|hire|innovate|adapt))"
    r"|commandes? publiques?|(\w+ ){0,2}commandes?( \w+){0,4} (report|decal|differ|annul|perdu|suspend)\w+"
    r"|(\w+ ){0,2}orders?( \w+){0,3} (put off|postponed|delayed|cancelled|lost)"
    r"|ruptures? de stocks?|stock options?|facturation electronique|factures? electroniques?|e invoicing"
    r"|(staff|employee|personnel|labour) turnover|turnover (du personnel|des equipes|of staff|des salaries)"
    r"|sales (staff|people|teams?|representatives?|skills|training|engineers?|managers?)|after sales"
    r"|bonus (ecologiques?|malus|velo|reparation|a la conversion)|bonus\b(?= (de l etat|pour l achat))"
    r"|primes? (a la conversion|a l achat|cee|d apprentissage|a l embauche|d activite)"
    r"|contrats? (d apprentissage|de professionnalisation|d alternance|de travail|d interim|d energie|d electricite"
    r"|de gaz|d assurance|de filiere)"
    r"|(appels? a projets?|appels? a manifestations? d interet|calls? for (projects?|proposals?))"
    r"|offres? (d emplois?|de stages?|de formation|de services?|d alternance)|job offers?"
    r"|(points?|bornes?|stations?|temps|cables?) de (re)?charge|charges? administratives?"
    rf"|(disponib|libre|availab|free)\w*(?=( \w+){{0,5}} {_CALENDAR}\b)"
    r"|cost (you|them|us)( \w+)? (jobs?|staff|time|candidates?|people|weeks|months)"
    r"|profit (from|de)|tir\w+ profit|benefices? (attend\w*|pour (l environnement|la sante|le climat))"
    r"|ca (du|de) (cluster|cara|pole|poles)|chiffreaffaires (du|de) (cluster|cara|pole)|au chiffreaffaires"
    r")\b"
)
