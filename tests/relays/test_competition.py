"""Questions that competitors may not be asked, and honest ones beside them."""

import pytest

from cara_crm.relays.competition import refused, refused_choice

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
    Quel est votre prix de vente moyen ?
    Combien facturez-vous l'heure de main-d'œuvre ?
    A combien vendez vous une conversion ?
    Votre marge a-t-elle baissé ?
    Combien payez-vous l'acier à la tonne ?
    Quel est votre carnet de commandes en mois ?
    Combien de pièces pouvez-vous produire par semaine ?
    Quel est votre taux d'utilisation des machines ?
    Combien d'heures machine vous restent libres ?
    Qui sont vos trois premiers clients ?
    Pour quels donneurs d'ordre travaillez-vous ?
    Citez vos fournisseurs
    Quelle part de votre CA faites-vous avec Stellantis ?
    De combien allez-vous augmenter vos tarifs en 2027 ?
    Quel rabais accordez-vous ?
    Votre coût de revient a-t-il augmenté ?
    Quelle remise obtenez-vous ?
    Allez-vous répercuter la hausse ?
    Quel est votre stock actuel ?
    Combien d'équipes faites-vous tourner ?
    What is your order backlog?
    Who buys from you?
    What utilisation rate do your presses have?
    Quelle part de votre CA faites-vous avec Transports Zébulon ?
    Combien d’heures machine vous restent libres chaque semaine ?
    Quelles sont vos disponibilités ?
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
    Combien de salariés avez-vous ?
    Combien de mois avez-vous attendu votre raccordement ?
    Le prix de l'énergie est-il un problème pour vous ?
"""
# Written after the rules, to see whether they hold for other wordings.
REFUSED_SINCE = """
    Avec quels donneurs d’ordre avez-vous signé cette année ?
    Quel pourcentage de votre chiffre d’affaires réalisez-vous à l’export ?
    Votre CA 2025, en k€
    Combien d’heures de presse vous reste-t-il par semaine ?
    Quel taux de remplissage de vos lignes prévoyez-vous au premier trimestre ?
    Avez-vous de la place dans votre planning pour de nouvelles pièces ?
    Quelle remise consentez-vous aux gros volumes ?
    Pouvez-vous nous transmettre vos derniers devis ?
    De combien vos prix vont-ils monter en janvier ?
    Comptez-vous répercuter l’augmentation de l’énergie sur vos clients ?
    Allez-vous passer une hausse à vos clients au printemps ?
    Combien coûte chez vous une heure de fraisage ?
    Quel est le coût de revient d’une conversion ?
    Quelle est votre marge brute ?
    Êtes-vous encore rentable sur ces pièces ?
    Combien gagne un soudeur chez vous ?
    Quelle augmentation de salaire prévoyez-vous en 2027 ?
    Quel salaire d’embauche proposez-vous à un technicien ?
    Êtes-vous en 2x8 ou en 3x8 ?
    Faites-vous tourner une équipe de nuit ?
    Combien de jours de stock avez-vous ?
    Avez-vous des pièces finies en stock ?
    Quel délai de livraison annoncez-vous à Renault ?
    Sous combien de semaines livrez-vous Alstom ?
    Quels engagements de livraison avez-vous pris envers vos clients ?
    Qui vous fournit vos batteries ?
    Chez qui achetez-vous vos roulements ?
    Nom de votre principal fournisseur d’acier
    Avez-vous répondu à l’appel d’offres d’Île-de-France Mobilités ?
    Quel montant avez-vous proposé pour ce marché ?
    Sur quels marchés êtes-vous en concurrence ?
    Combien de cadres sortent de vos ateliers chaque mois ?
    Quelle est la production annuelle de votre site ?
    Pensez-vous ouvrir une deuxième ligne de production ?
    Travaillez-vous pour Stellantis ?
    Which OEMs do you supply today?
    What share of your sales goes to your biggest customer?
    How full is your order book for next year?
    Do you have spare press capacity?
    How many shifts do you run?
    Will you pass the increase on to your customers?
    What do you pay your welders?
    What lead time do you promise your customers?
    How much stock do you hold?
    Did you bid for the SNCF contract?
    Who are your top three suppliers of castings?
    What margin do you make on retrofits?
    By how much will you raise your rates?
    Quels constructeurs représentent plus de 20 % de votre activité ?
    Donnez la liste de vos cinq premiers clients
    Quelle est la répartition de vos ventes par client ?
    Êtes-vous dépendant d’un seul donneur d’ordre ?
    Combien de mois de travail avez-vous devant vous ?
    Vos machines tournent à quel pourcentage ?
    Votre atelier est-il plein jusqu’en juin ?
    Combien de tonnes d’acier achetez-vous par an ?
    À quel tarif achetez-vous votre électricité ?
    Combien demandez-vous pour une rétrofit ?
    Quel est votre prix plancher ?
    Accordez-vous des conditions particulières à certains clients ?
    Votre résultat 2025 sera-t-il positif ?
    Combien d’unités pensez-vous vendre l’an prochain ?
    Quels véhicules allez-vous lancer en 2028 ?
    Allez-vous baisser vos cadences ?
    Quel effectif avez-vous en équipe de week-end ?
    Quels fournisseurs chinois utilisez-vous ?
    Qui usine vos pièces ?
    Quels délais pouvez-vous tenir pour une série de 500 pièces ?
    Avez-vous encore des capacités en traitement de surface ?
    Quel volume livrez-vous à Decathlon ?
    Votre carnet est-il rempli pour 2027 ?
    Quelle part du marché français détenez-vous ?
    What is your hourly machine rate?
    How many vehicles will you convert next year?
    Which suppliers do you use for batteries?
    Do you work for Alstom or Siemens?
    When will you be able to deliver the trains?
    How long is your backlog?
    What percentage of revenue comes from rail?
    Are your lines fully loaded?
    How many weeks of inventory do you keep?
    What discount do you give to dealers?
    What is your starting salary for a technician?
    Combien vous rapporte une conversion ?
    Êtes-vous titulaire d’un contrat-cadre avec la SNCF ?
    Quelles sont vos cadences actuelles ?
    Combien de pièces par jour ?
    Vos prix de vente ont-ils suivi l’inflation ?
    Qui sont les trois clients qui pèsent le plus dans votre activité ?
    Combien de commandes fermes avez-vous pour 2027 ?
    Indiquez votre chiffre d’affaires par filière
    Quel est votre taux de service ?
    Combien de jours par semaine votre usine tourne-t-elle ?
    Avez-vous l’intention d’augmenter vos tarifs ?
    Quel pourcentage de hausse demandez-vous à vos clients ?
    Quel est le montant de votre masse salariale ?
    À combien s’élèvent vos achats d’acier ?
    Avec quels fournisseurs êtes-vous sous contrat ?
    Avez-vous des heures disponibles sur votre centre d’usinage ?
    What are your delivery times?
    How many units did you sell in 2025?
    Do you plan to raise prices?
    What is your turnover with Renault?
    Are you a supplier of Stellantis?
    What is your average order value?
    Name of your biggest customer
    How many machines run at night?
    What are your production costs per part?
"""
HONEST_SINCE = """
    Combien de mois avez-vous attendu votre certificat ?
    Quel organisme a traité votre dossier d’homologation ?
    Combien de postes cherchez-vous à pourvoir cette année ?
    Quels métiers peinez-vous à recruter ?
    Combien de salariés comptez-vous aujourd’hui ?
    Combien de personnes emploie votre site ?
    De quelle puissance électrique supplémentaire avez-vous besoin ?
    Depuis combien de mois attendez-vous le raccordement ?
    Enedis vous a-t-il donné une date ?
    Seriez-vous intéressé par l’appel à projets sur l’hydrogène ?
    Souhaitez-vous participer à un projet collaboratif ?
    Quelles compétences vous manquent pour la maintenance des batteries ?
    Combien de vos salariés ont besoin d’une habilitation électrique ?
    Avez-vous des apprentis cette année ?
    Quelle formation voudriez-vous voir ouvrir dans la région ?
    Vos clients vous demandent-ils la certification IATF ?
    Vos donneurs d’ordre exigent-ils un audit de cybersécurité ?
    Vos clients respectent-ils les délais de paiement ?
    Le prix de l’électricité vous a-t-il conduit à supprimer des emplois ?
    Le coût du logement freine-t-il vos embauches ?
    Les salaires en Suisse rendent-ils vos recrutements difficiles ?
    La hausse des droits de douane menace-t-elle des emplois chez vous ?
    Avez-vous un référent cybersécurité ?
    Êtes-vous prêt pour la facturation électronique ?
    Utilisez-vous un robot de soudage ?
    Combien de bornes de recharge avez-vous installées pour vos salariés ?
    Avez-vous réalisé un bilan de gaz à effet de serre ?
    Quelles aides publiques connaissez-vous ?
    Avez-vous déjà déposé un dossier à l’ADEME ?
    Votre équipe est-elle formée aux risques électriques ?
    Quels jours êtes-vous disponibles pour une visite de la fédération ?
    Serez-vous présent à la réunion du 12 mars ?
    Quelle norme vous pose problème ?
    Combien de fournisseurs sont touchés par la pénurie de semi-conducteurs ?
    La pénurie de composants a-t-elle arrêté vos ateliers ?
    Avez-vous mis des salariés au chômage partiel ?
    Des commandes ont-elles été reportées à cause de la réforme ?
    Ça change quoi pour vous ?
    How many months have you been waiting for type approval?
    Which skills do you lack?
    How many welders do you need to hire?
    Would you be interested in a call for projects on hydrogen?
    How many people do you employ?
    Is staff turnover a problem for you?
    Do your customers require the IRIS certificate?
    What power do you need from the grid?
    Has the cost of steel forced you to cut jobs?
    Would you host apprentices?
    Combien de véhicules convertis attendent une homologation ?
    Combien de pages compte le dossier demandé par la DREAL ?
    Avez-vous obtenu une réponse de la préfecture ?
    Quel est le délai moyen de réponse du service des mines ?
    Votre raccordement est-il prévu cette année ?
    Combien de recrutements avez-vous abandonnés ?
    Êtes-vous concerné par la directive CSRD ?
    Quelle langue préférez-vous pour la formation ?
    Combien de stagiaires pouvez-vous accueillir ?
    Quels métiers seront les plus difficiles à pourvoir ?
    Connaissez-vous le programme CORIFER ?
    Avec quels lycées professionnels êtes-vous en contact ?
    Le cluster doit-il porter ce sujet ?
    Qu’avez-vous déjà essayé ?
    Combien de jours d’arrêt le manque de pièces a-t-il causés ?
    La fermeture de la ligne ferroviaire vous oblige-t-elle à passer par la route ?
    Avez-vous dû refuser du travail faute de soudeurs ?
    Combien d’emplois sont menacés dans votre entreprise ?
    Vos salariés viennent-ils en voiture ?
    La prime à la conversion a-t-elle aidé la vente de vélos ?
    Souhaitez-vous un stand commun au salon de Lyon ?
    Vos fournisseurs sont-ils préparés à la norme ?
    Quels documents vos clients exigent-ils ?
    Avez-vous perdu des candidats à cause du logement ?
    Quelle est l’ancienneté de votre installation électrique ?
    Is the notice period of the grid operator too short?
    Which document does the authority ask for twice?
    How many of your employees need training on batteries?
    Do energy prices threaten your site?
    Are you ready for electronic invoicing?
    Have you applied for the regional grant?
    Which schools do you work with?
    Would a shared test bench help you?
    How many vacancies do you have?
    Does the low-emission zone affect your deliveries?
    Quelle étape de l’homologation prend le plus de temps ?
    Combien de fois la DREAL a-t-elle redemandé le dossier ?
    Quel diplôme recherchez-vous ?
    Disposez-vous d’une borne de recharge pour poids lourds ?
    Combien de kVA vous manque-t-il ?
    Combien de femmes travaillent dans vos ateliers ?
    Seriez-vous prêt à témoigner devant la fédération ?
    Quel type d’accompagnement attendez-vous du cluster ?
    Avez-vous répondu à l’appel à manifestation d’intérêt ?
    Votre site est-il desservi par le train ?
    Combien de vos véhicules sont touchés par la ZFE ?
    Avez-vous reporté une embauche à cause du délai ?
    Le manque de logements vous fait-il perdre des candidats ?
    Quels textes européens vous inquiètent ?
    Avez-vous un correspondant à la préfecture ?
    Quel est l’impact de la fermeture du col sur vos livraisons ?
    Depuis quand la ligne est-elle fermée ?
    Combien de départs à la retraite d’ici trois ans ?
    Is the certification body in France or abroad?
    How long did the connection take?
    Which standard is missing in English?
    How many apprentices do you have?
    Do you need help with the application?
    Has the delay cost you jobs?
    Which training would you like to see in the region?
"""


# Found by an examiner, and others like them; the answers to choose from behind a bar.
ASKED_OTHERWISE = """
    Votre plus gros compte, c’est qui ?
    Pourriez-vous prendre 500 pièces de plus par mois ?
    Travaillez-vous pour un de ceux-ci ?|Alstom;Stellantis;Renault Trucks
    Combien de véhicules par jour ?
    À combien de pour cent vos machines tournent-elles ?
    Avez-vous de la place dans votre atelier pour un nouveau programme ?
    Do you sub-contract for Alstom?
    Who are your top three accounts?
    D’où vient votre acier ?
    Quel est votre plus gros compte ?
    Votre premier compte pèse-t-il lourd ?
    Pouvez-vous absorber 20 % de commandes en plus ?
    Pourriez-vous produire davantage si la demande double ?
    Vos machines sont-elles occupées ?
    Votre atelier est-il plein jusqu’à Noël ?
    Combien de camions par semaine ?
    Combien de caisses sortez-vous ?
    Combien de vélos par mois ?
    How many trucks a day?
    How many bikes per week?
    Could you take on 500 more parts a month?
    Do you have room in the workshop for a new programme?
    Is your workshop full?
    At what percentage do your machines run?
    Êtes-vous en sous-traitance pour Stellantis ?
    Sous-traitez-vous pour Alstom ?
    Faites-vous partie du panel de Renault Trucks ?
    Êtes-vous référencé chez Alstom ?
    Are you an approved supplier of Stellantis?
    Avec lesquels travaillez-vous ?|Alstom;Siemens
    Lequel de ces groupes livrez-vous ?|Volvo;Iveco;Scania
    Do you work for any of these?|Alstom;Hitachi
    Which of these do you supply?|Renault Trucks;Iveco
    D’où viennent vos tôles ?
    D’où proviennent vos aciers ?
    Where does your steel come from?
    Where do you get your batteries?
    Où achetez-vous vos tôles ?
    Qui vous fournit l’acier ?
    Who are your biggest accounts?
    Quels sont vos grands comptes ?
    Avez-vous du temps machine à louer ?
    Reste-t-il de la place sur vos lignes ?
    Jusqu’à quand votre planning est-il rempli ?
    Travaillez-vous avec les équipementiers de rang 1, et lesquels ?
    Quelles pièces achetez-vous en Chine ?
"""
HONEST_OTHERWISE = """
    Avez-vous la capacité juridique de répondre ?
    Avez-vous la capacité de suivre une formation ?
    Avez-vous la capacité à signer en ligne ?
    Avez-vous un compte sur la plateforme ?
    Avez-vous créé votre compte en ligne ?
    Combien de véhicules attendent l’homologation ?
    Combien de camions de votre flotte sont électriques ?
    Combien de jours par mois perdez-vous ?
    Combien d’heures par semaine y passez-vous ?
    Combien de dossiers par an remplissez-vous ?
    How many days a month do you lose?
    How many vehicles wait for approval?
    How many hours a week does it take?
    Avez-vous de la place pour accueillir un apprenti ?
    Avez-vous de la place pour une visite ?
    Do you have room for an apprentice?
    Pourriez-vous prendre un apprenti ?
    Pourriez-vous prendre part à une réunion par mois ?
    Could you take on an apprentice?
    Pouvez-vous venir le 12 mars ?
    Pouvez-vous prendre deux stagiaires de plus par an ?
    D’où vient le retard ?
    D’où viennent vos difficultés de recrutement ?
    D’où viennent vos apprentis ?
    Where does the delay come from?
    Where do you get your information?
    Travaillez-vous pour l’un de ces sujets ?|Énergie;Formation
    Lequel de ces thèmes vous concerne ?|Acier;Recrutement
    Which of these concerns you?|Grid;Housing
    Êtes-vous concerné par une de ces aides ?|CEE;France 2030
    De laquelle de ces fédérations êtes-vous membre ?|PFA;FIF
    Qui tient le compte rendu ?
    Tenez-vous compte de la norme ?
    Le comptable vous a-t-il prévenu ?
    Au bout du compte, la mesure aide-t-elle ?
    Vos machines sont-elles conformes à la norme ?
    Vos machines sont-elles à l’arrêt faute de pièces ?
    Votre atelier est-il accessible aux camions en ZFE ?
    Is your workshop connected to the grid?
    Is your workshop in a low-emission zone?
    Êtes-vous référencé sur la plateforme de l’État ?
    Êtes-vous référencé chez Pôle emploi comme entreprise qui recrute ?
    Where are your workers trained?
    Combien de visites par an recevez-vous de l’inspection ?
"""


def listed(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


@pytest.mark.parametrize("question", listed(REFUSED + REFUSED_SINCE))
def test_what_competitors_hide_is_heard_however_it_is_asked(question: str) -> None:
    assert refused(question)


@pytest.mark.parametrize("question", listed(REFUSED))
def test_nor_is_it_asked_in_capitals(question: str) -> None:
    assert refused(question.upper())


@pytest.mark.parametrize("question", listed(HONEST + HONEST_SINCE))
def test_what_something_does_to_members_may_be_asked(question: str) -> None:
    assert refused(question) == []


def test_a_sentence_does_not_excuse_the_next() -> None:
    both = refused("Le prix de l’énergie pèse-t-il sur vous ? Et combien vendez-vous un vélo ?")
    assert "prices" in {one.subject for one in both}


def test_a_short_question_is_read_with_the_sentence_on_which_it_leans() -> None:
    assert refused("Vous livrez des constructeurs. Lesquels ?")
    assert refused("Vous assemblez des vélos électriques. Combien ?")
    assert refused("Vous livrez des constructeurs. Sont-ils exigeants ?") == []


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Pour quels donneurs d’ordre travaillez-vous ?", "quels donneurs d’ordre"),
        ("Quelle part de votre CA faites-vous avec Transports Zébulon ?", "CA"),
        ("Combien d’heures machine vous restent libres ?", "heures machine vous restent libres"),
        ("Bonjour. Allez-vous répercuter la hausse ?", "répercuter"),
        ("Votre cœur de métier, et vos PRIX ?", "PRIX"),
    ],
)
def test_the_words_that_ask_for_it_are_told_as_they_were_written(question: str, words: str) -> None:
    assert words in " / ".join(one.words for one in refused(question))


@pytest.mark.parametrize(
    "choice", ["Stock de moins d’une semaine", "Je répercute la hausse", "3x8", "Carnet plein", "Plus de 30 % du CA"]
)
def test_a_choice_does_not_ask_it_either(choice: str) -> None:
    assert refused(f"Oui\n{choice}\nAutre")


def heard(line: str) -> bool:
    question, _, options = line.partition("|")
    return bool(refused(question) or refused_choice(question, options.split(";")))


@pytest.mark.parametrize("line", listed(ASKED_OTHERWISE))
def test_a_secret_is_heard_in_other_words_and_in_the_answers_to_choose_from(line: str) -> None:
    assert heard(line)


@pytest.mark.parametrize("line", listed(HONEST_OTHERWISE))
def test_a_word_that_also_asks_for_secrets_may_ask_for_something_else(line: str) -> None:
    assert not heard(line)
