"""What is in no position: fresh, set aside, solved in the region, withdrawn, unfinished; some of it in English."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Single:
    """`fate`: the state the issue ends in; `reason`: said to its author, or the outcome when it was solved here."""

    sector: str
    kind: str
    fate: str
    title: str
    happens: str
    wish: str
    reason: str = ""


SINGLES = (
    Single("CABLE", "problem", "submitted", "Pièces de rechange de télécabine", "Un réducteur se commande quatorze mois d’avance, et l’exploitation s’arrête sans lui.", "Un stock partagé entre exploitants."),
    Single("FLUV", "need", "submitted", "Quai à courant pour les bateaux électriques", "Aucun quai de la Saône n’offre la puissance nécessaire à une recharge de nuit.", "Trois quais équipés sur l’axe."),
    Single("AUTO", "problem", "submitted", "Formulaires d’aide différents à chaque guichet", "Le même investissement demande quatre dossiers, avec quatre définitions de la PME.", "Un dossier unique."),
    Single("AUTO", "need", "qualified", "Banc d’essai de piles à combustible", "Le seul banc accessible est réservé jusqu’à l’an prochain.", "Un créneau par mois pour les PME."),
    Single("VI", "expectation", "submitted", "Visibilité sur les zones à faibles émissions", "Les règles changent d’une métropole à l’autre, nos clients reportent leurs achats.", "Un calendrier commun."),
    Single("VI", "problem", "declined", "Litige avec un transporteur", "Un transporteur conteste une facture de carrosserie.", "Une médiation.", "C’est un différend commercial : la médiation des entreprises est l’interlocuteur, ses coordonnées vous ont été envoyées."),
    Single("RAIL", "need", "solved", "Trouver un laboratoire pour un essai de vibration", "Nous cherchions une table vibrante pour une pièce de deux cents kilos.", "Un contact.", "Un laboratoire de la région a fait l’essai ; mise en relation par le cluster."),
    Single("RAIL", "problem", "solved", "Accès au salon trop cher pour une petite entreprise", "Le prix d’un stand dépasse notre budget de l’année.", "Un stand commun.", "Un pavillon commun a réuni neuf exposants."),
    Single("VELO", "need", "closed", "Données de fréquentation cyclable", "Les compteurs de la métropole n’étaient pas publiés.", "Des données ouvertes.", "Les données sont en ligne depuis le printemps."),
    Single("VELO", "problem", "submitted", "TVA sur la réparation", "Le taux change selon la pièce et la main-d’œuvre, nos logiciels ne suivent pas.", "Un taux unique."),
    Single("RAIL", "problem", "submitted", "Test reports from abroad are not accepted", "Our vibration report, made in an accredited laboratory in Germany, was refused and the test has to be run again in France.", "Mutual recognition of accredited laboratories."),
    Single("VELO", "need", "submitted", "English-language safety notices", "Half of our fleet technicians read English better than French; the notices exist in French only.", "Official notices in both languages."),
    Single("AUTO", "expectation", "withdrawn", "Aide à l’export", "Nous souhaitions un appui pour un premier salon à l’étranger.", "Un accompagnement.", "Le projet est abandonné."),
    Single("AUTO", "problem", "draft", "Brouillon : recyclage des moules", "À compléter.", ""),
)  # fmt: skip
RELAYS = (
    ("information", "RAIL", "Feuille de route de la recherche ferroviaire", "La feuille de route est publiée. Les thèmes ouverts aux PME sont les capteurs, la maintenance prédictive et l’allègement."),
    ("opportunity", "RAIL", "Appel à manifestation d’intérêt : innovation ferroviaire", "Dépôt en deux temps. Les projets portés par une PME sont majorés. Nous relisons les dossiers."),
    ("event", "VELO", "Journée « fabriquer ses cadres en région »", "Une matinée d’atelier, une visite l’après-midi. Inscription ouverte aux adhérents de la filière."),
    ("information", "AUTO", "Charte des relations de la filière : clause type d’indexation", "La clause type et son mode d’emploi sont disponibles. Elle vaut pour les nouveaux contrats."),
    ("opportunity", "AUTO", "Aide à la décarbonation des ateliers", "Guichet ouvert jusqu’à épuisement. Les fours et presses électriques sont éligibles."),
    ("consultation", "VI", "Délais d’homologation : votre situation", "Trois questions, cinq minutes. Les réponses ne sont publiées que sous forme agrégée."),
    ("information", "VI", "Zones à faibles émissions : le tableau des règles", "Le tableau comparatif des métropoles est à jour au premier du mois."),
    ("event", "VI", "Visite d’une ligne de conversion électrique", "Quinze places, un covoiturage depuis la gare."),
    ("opportunity", "VELO", "Ateliers volontaires pour le référentiel batteries", "La fédération cherche six ateliers pour éprouver le référentiel de reconditionnement."),
    ("information", "VELO", "Bilan du plan vélo dans les deux régions", "Les chiffres de l’année et leur méthode."),
    ("information", "CABLE", "Contrôle des câbles : nouvelle périodicité", "Ce qui change pour les exploitants et les fabricants."),
    ("information", "FLUV", "Aides à la motorisation électrique des bateaux", "Deux dispositifs, deux calendriers."),
    ("event", "AUTO", "Rencontre donneurs d’ordre et sous-traitants", "Rendez-vous de vingt minutes, sur inscription."),
    ("information", "RAIL", "Programme CARE : nouvelle promotion", "Diagnostic, accompagnement et financement pour les PME ferroviaires."),
)  # fmt: skip
