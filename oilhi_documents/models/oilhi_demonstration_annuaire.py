from datetime import timedelta

from odoo import api, fields, models


class OilhiDemonstration(models.AbstractModel):
    """The fictitious directory: telephone numbers of the range kept for fiction (03 53 01)."""

    _inherit = "oilhi.demonstration"

    @api.model
    def _charger_annuaire(self):
        """Create the missing entries of annuaire.json; « verifie » is an age in days."""
        lignes = [
            ligne for ligne in self._lire_json("annuaire.json")
            if not self._trouve(f"demo_annuaire_{ligne['cle']}")
        ]
        Partner = self.env["res.partner"].with_context(
            mail_create_nosubscribe=True, tracking_disable=True
        )
        types = {type_.code: type_.id for type_ in self.env["oilhi.type.organisme"].search([])}
        agent = self._trouve("demo_user_agent_arras")
        for ligne, partner in zip(
            lignes, Partner.create([self._organisme(ligne, types, agent) for ligne in lignes]),
            strict=True,
        ):
            self._xmlid(f"demo_annuaire_{ligne['cle']}", partner)

    @api.model
    def _organisme(self, ligne, types, agent):
        code_postal, ville = (ligne.get("ville") or "|").split("|")

        def territoire(cle, prefixe):
            codes = ligne.get(cle) or []
            codes = codes if isinstance(codes, list) else [codes]
            return [(6, 0, [self.env.ref(f"oilhi_partenaires.{prefixe}_{c}").id for c in codes])]

        verifie = ligne["verifie"]
        return {
            "name": ligne["nom"],
            "is_company": True,
            "street": ville and "1 place de l’Exemple",
            "zip": code_postal,
            "city": ville,
            "country_id": self.env.ref("base.fr").id,
            "phone": ligne["telephone"],
            "email": ligne.get("courriel"),
            "oilhi_telephone_urgence": ligne.get("urgence"),
            "oilhi_horaires": ligne.get("horaires"),
            "comment": ligne.get("note"),
            "oilhi_type_ids": [(6, 0, [types[code] for code in ligne["types"]])],
            "oilhi_matiere_ids": territoire("matieres", "matiere"),
            "oilhi_commune_ids": territoire("communes", "commune"),
            "oilhi_epci_ids": territoire("epci", "epci"),
            "oilhi_departement_ids": territoire("departement", "departement"),
            "oilhi_region_ids": territoire("region", "region"),
            "oilhi_source": "saisie",
            "oilhi_verifie_le": verifie and fields.Date.today() - timedelta(days=verifie),
            "oilhi_verifie_par_id": verifie and agent.id,
            "child_ids": [
                (0, 0, {"name": nom, "function": fonction, "phone": telephone, "email": courriel})
                for nom, fonction, telephone, courriel in ligne.get("personnes", [])
            ],
        }
