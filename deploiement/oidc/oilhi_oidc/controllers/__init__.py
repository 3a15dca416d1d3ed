from . import connexion
