"""An invented register for the leak tests."""

from cara_crm.confidentiality.leaks import LeakIndex, RegisterEntry

REGISTER = [
    RegisterEntry(
        id=1,
        group="torvalon",
        names=("Mécanique Dupré SAS", "Ets Vaubrenne & Fils"),
        group_names=("Groupe Torvalon",),
        brands=("Rulvo",),
        acronyms=("MDX",),
        people=("Jean-Baptiste de La Morvannière", "Mme Jeanne Morvalin"),
        emails=("jb.morvanniere@meca-dupre.example", "jeanne.perso@gmail.com"),
        domains=("https://www.vaubrenne.example/contact",),
        phones=("+33 4 72 00 00 17",),
        sirens=("000 123 455", "00012345500018"),
        towns=("Saint-Ombret-sur-Vanne",),
        third_parties=("Constructions Belgarde", "Ferrovia"),
    ),
    RegisterEntry(id=2, names=("3W", "T2Z", "Société Nouvelle d'Outillage Vaurien")),
    RegisterEntry(id=3, names=("Rail SAS", "Rail")),
    RegisterEntry(id=4, names=("La Roue",)),
    RegisterEntry(id=5, names=("Marvin & Fils",)),
    RegisterEntry(id=6, names=("Marvin Transports",)),
    RegisterEntry(id=7, names=("Marvin Logistique",)),
    RegisterEntry(id=8, names=("Cycles Élan", "Vélo Services"), towns=("Tours",)),
    RegisterEntry(id=9, names=("Zéphyrotec Industrie",), people=("Paul Roux",)),
    RegisterEntry(id=10, names=("Transport", "Horizon")),
]
INDEX = LeakIndex(REGISTER, ordinary=("Auvergne-Rhône-Alpes", "Loire", "France Vélo", "PFA"))
