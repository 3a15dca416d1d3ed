"""Show a template on a case that is not complete: what is missing is written in its place."""

from .cles import singulier
from .ooxml import q, w, w_texte
from .remplissage import Portee, Remplisseur, deballer, remplir_parties
from .verification import ouvrir_arbres


class _Apercu(Remplisseur):
    """Goes on where a document would be refused; the words « à compléter » say it, and a colour."""

    libelle = staticmethod(str)

    def _manque(self, fonction, *arguments):
        avant = len(self.manquantes) + len(self.incorrectes)
        fonction(self, *arguments)
        return len(self.manquantes) + len(self.incorrectes) > avant

    def champ(self, sdt, cle, portees):
        if self._manque(Remplisseur.champ, sdt, cle, portees):
            contenu = sdt.find(q("sdtContent"))
            marque = w("rPr", w("b"), w("highlight", val="yellow"))
            paragraphe = next(contenu.iter(q("p")), None)
            ligne = w("r", marque, w_texte(f"[à compléter : {self.libelle(cle)}]"))
            cible = contenu if paragraphe is None else paragraphe
            for enfant in list(cible):
                if enfant.tag != q("pPr"):
                    cible.remove(enfant)
            cible.append(ligne)
            deballer(sdt)

    def choisir(self, sdt, etiquette, portees):
        if not self._manque(Remplisseur.choisir, sdt, etiquette, portees) or sdt.getparent() is None:
            return
        # A value missing inside was written there; only a choice not made comes back here whole.
        if etiquette.verbe in ("sauf", "unique"):
            sdt.getparent().remove(sdt)
            return
        self.parcourir(sdt.find(q("sdtContent")), portees)
        deballer(sdt)

    def repeter(self, sdt, cle, portees):
        if not self._manque(Remplisseur.repeter, sdt, cle, portees) or sdt.getparent() is None:
            return
        portee = Portee(singulier(cle), {}, cle, 1, 1)
        self.parcourir(sdt.find(q("sdtContent")), (*portees, portee))
        deballer(sdt)


def apercu(docx, valeurs, libelle=str):
    """(filled DOCX, [missing or incorrect]): never refused for a value, only for the file."""
    remplisseur = _Apercu(valeurs)
    remplisseur.libelle = libelle
    contenu = remplir_parties(*ouvrir_arbres(docx), remplisseur)
    return contenu, list(dict.fromkeys(remplisseur.manquantes + remplisseur.incorrectes))
