"""JSON read with the line of each value: a refusal must say where. Pure, strict."""

import json
import re
from json.decoder import scanstring

_BLANCS = re.compile(r"[ \t\n\r]*")
_NOMBRE = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?")
_MOTS = {"true": True, "false": False, "null": None}
PROFONDEUR_MAX = 20


class JsonIllisible(ValueError):
    """The text is not JSON; `ligne` says where reading stopped."""

    def __init__(self, ligne, message):
        self.ligne = ligne
        super().__init__(message)


class Lecteur:
    """Recursive reader: `lignes` maps each path (a tuple) to its line number."""

    def __init__(self, texte):
        self.texte = texte
        self.lignes = {}
        self.doubles = []

    def lire(self):
        valeur, fin = self._valeur(self._blancs(0), ())
        fin = self._blancs(fin)
        if fin != len(self.texte):
            raise self._erreur(fin, "du texte suit la fin du cas")
        return valeur

    def _ligne(self, position):
        return self.texte.count("\n", 0, position) + 1

    def _erreur(self, position, message):
        return JsonIllisible(self._ligne(position), message)

    def _blancs(self, position):
        return _BLANCS.match(self.texte, position).end()

    def _valeur(self, debut, chemin):
        if len(chemin) > PROFONDEUR_MAX:
            raise self._erreur(debut, "trop de niveaux imbriqués")
        self.lignes[chemin] = self._ligne(debut)
        caractere = self.texte[debut : debut + 1]
        if caractere == "{":
            return self._objet(debut, chemin)
        if caractere == "[":
            return self._liste(debut, chemin)
        if caractere == '"':
            return self._chaine(debut)
        for mot, valeur in _MOTS.items():
            if self.texte.startswith(mot, debut):
                return valeur, debut + len(mot)
        nombre = _NOMBRE.match(self.texte, debut)
        if not nombre:
            raise self._erreur(debut, "une valeur est attendue ici")
        return json.loads(nombre[0]), nombre.end()

    def _chaine(self, debut):
        try:
            return scanstring(self.texte, debut + 1, True)
        except json.JSONDecodeError as erreur:
            raise self._erreur(erreur.pos, "texte mal fermé ou caractère interdit") from None

    def _objet(self, debut, chemin):
        objet, position = {}, self._blancs(debut + 1)
        if self.texte[position : position + 1] == "}":
            return objet, position + 1
        while True:
            if self.texte[position : position + 1] != '"':
                raise self._erreur(position, "un nom de clé entre guillemets est attendu")
            ligne = self._ligne(position)
            cle, position = self._chaine(position)
            position = self._blancs(position)
            if self.texte[position : position + 1] != ":":
                raise self._erreur(position, f"« : » est attendu après « {cle} »")
            if cle in objet:
                self.doubles.append((ligne, cle))
            objet[cle], position = self._valeur(self._blancs(position + 1), (*chemin, cle))
            position = self._blancs(position)
            suite = self.texte[position : position + 1]
            if suite == "}":
                return objet, position + 1
            if suite != ",":
                raise self._erreur(position, "« , » ou « } » est attendu")
            position = self._blancs(position + 1)

    def _liste(self, debut, chemin):
        liste, position = [], self._blancs(debut + 1)
        if self.texte[position : position + 1] == "]":
            return liste, position + 1
        while True:
            valeur, position = self._valeur(position, (*chemin, len(liste)))
            liste.append(valeur)
            position = self._blancs(position)
            suite = self.texte[position : position + 1]
            if suite == "]":
                return liste, position + 1
            if suite != ",":
                raise self._erreur(position, "« , » ou « ] » est attendu")
            position = self._blancs(position + 1)
