from . import recherche, territoires, territoires_ecarts, toponymes
