"""Small invented lists with the shapes of real ones: years, plants, preambles. Numbers begin with 000."""

import io

import xlsxwriter

A, B, C = "000412585", "000732826", "000100016"
PLANT_1, PLANT_2 = "00041258500077", "00041258500093"

YEARS = f"""Raison Sociale;SIREN;Année;Structure;Région;Département;APE;Tranche effectifs;Catégorie
Forge Églantine;{A};2018;Entreprise;Auvergne-Rhône-Alpes;Loire;25.50A;31;PME
FORGE EGLANTINE SAS;{A};2020;Entreprise;Auvergne-Rhône-Alpes;Loire;25.50A;32;ETI
Forge Eglantine;{A};2019;Entreprise;Auvergne-Rhône-Alpes;Loire;25.50A;31;PME
Câblages Tournesol;{B};2020;Entreprise;Centre-Val de Loire;Cher;27.32Z;;
"""

PLANTS = f"""Identifiant;Nom_Etablissement;Numero_SIRET;Adresse;Code_Postal;Commune;Departement;Code_APE
1;USINE de la Ricamarie;{PLANT_1};"12 rue du Four
BP 8";42152;LA RICAMARIE;LOIRE;2550A
2;Églantine Unieux;{PLANT_2};Quai du Gier;42240;UNIEUX;LOIRE;2550A
3;Atelier de Vierzon;00073282600078;ZI Nord;18100;VIERZON;CHER;2732Z
"""


def workbook(*sheets: tuple[str, list[list[object]]]) -> bytes:
    """An XLSX file with these sheets (name, rows)."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        for name, rows in sheets:
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return file.getvalue()
