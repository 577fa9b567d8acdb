"""Cut a program off: from services, from all names, or from everything in the middle of a run."""

from kzru_cite.settings import SERVICES

# A table of the settings.
NO_SERVICES = "[services]\n" + "".join(f'{name} = ""\n' for name in SERVICES)

# Python runs a sitecustomize that it finds on its path before anything else.
NO_NAMES = """
import socket
known = socket.getaddrinfo
def by_number(host, *rest, **more):
    if not str(host).startswith("127."):
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")
    return known(host, *rest, **more)
socket.getaddrinfo = by_number
"""

# As long as a file is there, nothing goes out and nothing comes in, as with a cable pulled out.
CUT = """
import errno, os, socket
def guarded(name):
    known = getattr(socket.socket, name)
    def call(self, *words, **more):
        if os.path.exists({path!r}):
            raise OSError(errno.ENETUNREACH, "Network is unreachable")
        return known(self, *words, **more)
    setattr(socket.socket, name, call)
for name in ("connect", "connect_ex", "recv", "recv_into", "send", "sendall"):
    guarded(name)
"""
