"""A workbook of one sheet: what it is, then a table; texts are texts, numbers are numbers."""

import io

import xlsxwriter


def classeur(titre, avant, colonnes, lignes):
    """`avant`: sentences above the table; `colonnes`: (header, width); no text is run as a formula."""
    sortie = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(sortie, options) as fichier:
        feuille = fichier.add_worksheet(titre[:31])
        gras = fichier.add_format({"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#E3E9F4", "border": 1})
        texte = fichier.add_format({"text_wrap": True, "valign": "top"})
        nombre = fichier.add_format({"num_format": "#,##0", "valign": "top"})
        for rang, phrase in enumerate(avant):
            feuille.write_string(rang, 0, phrase)
        debut = len(avant) + 1
        for rang, (entete, largeur) in enumerate(colonnes):
            feuille.set_column(rang, rang, largeur)
            feuille.write_string(debut, rang, entete, gras)
        for numero, ligne in enumerate(lignes, debut + 1):
            for rang, valeur in enumerate(ligne):
                if isinstance(valeur, int):
                    feuille.write_number(numero, rang, valeur, nombre)
                else:
                    feuille.write_string(numero, rang, valeur or "", texte)
        feuille.freeze_panes(debut + 1, 0)
    return sortie.getvalue()
