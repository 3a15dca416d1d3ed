def migrate(cr, version):
    """The communes and EPCI have left the data files of the addon: without this flag, the update
    that no longer finds them there would delete them."""
    cr.execute(
        "UPDATE ir_model_data SET noupdate = true "
        "WHERE module = 'oilhi_partenaires' AND model IN ('oilhi.commune', 'oilhi.epci')"
    )
