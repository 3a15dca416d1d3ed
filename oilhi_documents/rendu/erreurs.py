"""Errors of the core; their text is French because agents read it."""


class RenduErreur(Exception):
    """Base class: lets the caller turn any refusal of the core into a UserError."""


class SourceInvalide(RenduErreur):
    """A text source that cannot be compiled."""

    def __init__(self, ligne, message):
        self.ligne = ligne
        super().__init__(f"Ligne {ligne} du gabarit : {message}")


class ListeDeCles(RenduErreur):
    """Common part of the errors that name keys."""

    debut = ""

    def __init__(self, cles):
        self.cles = list(dict.fromkeys(cles))
        super().__init__(f"{self.debut} : {', '.join(self.cles)}.")


class ValeursManquantes(ListeDeCles):
    """Fails closed: an act never leaves with a blank."""

    debut = "Il manque des informations pour produire ce document"


class ChampInconnu(ListeDeCles):
    """A content control whose key the catalogue does not know."""

    debut = "Ce modèle utilise des champs inconnus"


class ValeursIncorrectes(ListeDeCles):
    """A value of the wrong kind (a number, a record, a list that is too long…)."""

    debut = "Ces informations n’ont pas la forme attendue"


class FichierRefuse(RenduErreur):
    """A file that is not a safe Word document."""


class ConversionImpossible(RenduErreur):
    """The PDF could not be produced; the DOCX remains available."""
