from . import oilhi_depot, ir_attachment, ir_binary, mail_thread
