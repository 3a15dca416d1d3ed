"""Edit a Word file in LibreOffice itself, as a person would: a Basic macro of its own profile."""

import shutil
import subprocess

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")

_MACRO = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Edition" script:language="StarBasic">
Sub Modifier
  On Error GoTo fin
  Dim options(0) As New com.sun.star.beans.PropertyValue
  options(0).Name = &quot;Hidden&quot;
  options(0).Value = True
  doc = StarDesktop.loadComponentFromURL(&quot;{entree}&quot;, &quot;_blank&quot;, 0, options())
{gestes}
  Dim sortie(0) As New com.sun.star.beans.PropertyValue
  sortie(0).Name = &quot;FilterName&quot;
  sortie(0).Value = &quot;MS Word 2007 XML&quot;
  doc.storeToURL(&quot;{sortie}&quot;, sortie())
fin:
  doc.close(True)
End Sub
</script:module>
"""
_REMPLACER = """
  cherche = doc.createReplaceDescriptor()
  cherche.SearchString = &quot;{avant}&quot;
  cherche.ReplaceString = &quot;{apres}&quot;
  doc.replaceAll(cherche)
"""
# After the paragraph that holds these words, as with the Enter key.
_AJOUTER = """
  cherche = doc.createSearchDescriptor()
  cherche.SearchString = &quot;{apres}&quot;
  trouve = doc.findFirst(cherche)
  curseur = trouve.getText().createTextCursorByRange(trouve.getEnd())
  curseur.gotoEndOfParagraph(False)
  trouve.getText().insertControlCharacter(curseur, com.sun.star.text.ControlCharacter.PARAGRAPH_BREAK, False)
  trouve.getText().insertString(curseur, &quot;{texte}&quot;, False)
"""
# Bold on some words: the word processor cuts the text into several runs there.
_GRAISSER = """
  cherche = doc.createSearchDescriptor()
  cherche.SearchString = &quot;{mots}&quot;
  trouve = doc.findFirst(cherche)
  trouve.CharWeight = com.sun.star.awt.FontWeight.BOLD
"""
_LISTE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false" library:passwordprotected="false">
 <library:element library:name="Edition"/>
</library:library>
"""


def _xml(texte):
    texte = texte.replace('"', '""')
    return texte.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def remplacer(avant, apres):
    return _REMPLACER.format(avant=_xml(avant), apres=_xml(apres))


def ajouter(apres, texte):
    return _AJOUTER.format(apres=_xml(apres), texte=_xml(texte))


def graisser(mots):
    return _GRAISSER.format(mots=_xml(mots))


def modifier(docx, gestes, dossier):
    """The bytes that LibreOffice saves after these gestures."""
    entree, sortie = dossier / "entree.docx", dossier / "sortie.docx"
    entree.write_bytes(docx)
    # LibreOffice lays its own profile first, over what would be there already.
    _lancer(dossier, "--terminate_after_init")
    basic = dossier / "profil" / "user" / "basic" / "Standard"
    (basic / "script.xlb").write_text(_LISTE, encoding="utf-8")
    (basic / "Edition.xba").write_text(
        _MACRO.format(entree=entree.as_uri(), sortie=sortie.as_uri(), gestes="".join(gestes)),
        encoding="utf-8",
    )
    _lancer(dossier, "macro:///Standard.Edition.Modifier")
    return sortie.read_bytes()


def _lancer(dossier, geste):
    subprocess.run(
        [
            SOFFICE, f"-env:UserInstallation={(dossier / 'profil').as_uri()}",
            "--headless", "--norestore", "--nologo", geste,
        ],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
