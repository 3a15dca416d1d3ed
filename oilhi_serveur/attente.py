"""Requests that wait for a free worker are kept by the system, instead of being dropped.

Odoo keeps eight a worker. Beyond, the kernel throws away what arrives: whoever asks (nginx, a browser) tries
again one, three, then seven seconds later, and some who believe themselves connected are cut without an answer,
because the worker that takes them at last waits two seconds for a request that was thrown away too.
"""
from odoo.service.server import PreforkServer

FILE = 1024  # the kernel takes the smaller of this and net.core.somaxconn


def installer():
    origine = PreforkServer.start

    def start(self):
        origine(self)
        if self.socket:  # already listening: only how many may wait changes
            self.socket.listen(FILE)

    PreforkServer.start = start
