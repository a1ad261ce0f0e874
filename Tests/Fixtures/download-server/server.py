"""A server on loopback that behaves as badly as asked, for the tests of downloads.

    server.py FILE [CERTIFICATE]

serves FILE under /BEHAVIOUR/TOKEN/NAME and writes its port to standard output; with a certificate (PEM, key and
certificate in one), over TLS. Requests with one token count as one client's: `once` behaviours misbehave at its first
request only. FILE.TOKEN.log gets a line for each of them: Range, If-Range and the status sent. The server ends when its
standard input does.
"""
import os
import ssl
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

with open(sys.argv[1], "rb") as file:
    CONTENT = file.read()
HALF = len(CONTENT) // 2
DATE = "Wed, 01 Jan 2025 00:00:00 GMT"
REQUESTS = {}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *arguments):
        pass

    def do_GET(self):
        _, behaviour, self.token, *_ = self.path.split("/")
        self.number = REQUESTS.get(self.token, 0)
        REQUESTS[self.token] = self.number + 1
        getattr(self, behaviour.replace("-", "_"))()

    def begin(self, status, length, **fields):
        with open(f"{sys.argv[1]}.{self.token}.log", "a") as log:
            print(self.headers.get("Range", "all"), self.headers.get("If-Range", "-"), status, file=log)
        self.send_response(status)
        if length is not None:
            self.send_header("Content-Length", str(length))
        for name, value in fields.items():
            self.send_header(name.replace("_", "-"), str(value))
        self.end_headers()

    def send(self, status, body, **fields):
        self.begin(status, len(body), **fields)
        self.write(body)

    def write(self, body):
        try:
            self.wfile.write(body)
            self.wfile.flush()
        except OSError:
            self.close_connection = True

    def serve(self, content=CONTENT, tag='"a"', upto=None, ranges=True, validator="ETag"):
        """All of it, or the part asked for; with `upto` the connection ends when so much of the file was sent."""
        start = 0
        wanted = self.headers.get("Range")
        names = self.headers.get("If-Range")
        fields = {validator: tag} if validator else {}
        if ranges and wanted and names in (None, tag):
            start = int(wanted[len("bytes="):].split("-")[0])
            if start >= len(content):
                return self.begin(416, 0, Content_Range=f"bytes */{len(content)}")
            fields["Content_Range"] = f"bytes {start}-{len(content) - 1}/{len(content)}"
        self.begin(206 if start else 200, len(content) - start, **fields)
        self.write(content[start:upto])
        if upto is not None:
            self.close_connection = True

    # Behaviours

    def plain(self):
        self.serve()

    def dated(self):
        self.serve(tag=DATE, validator="Last-Modified", upto=HALF if self.number == 0 else None)

    def weak(self):
        self.serve(tag='W/"a"', upto=HALF if self.number == 0 else None)

    def nameless(self):
        self.serve(validator=None, upto=HALF if self.number == 0 else None)

    def truncate_once(self):
        self.serve(upto=HALF if self.number == 0 else None)

    def truncate_always(self):
        self.serve(upto=HALF, ranges=False)

    def creep(self):
        """Ten connections, each of which brings a tenth."""
        tenth = len(CONTENT) // 10
        self.serve(upto=(self.number + 1) * tenth if self.number < 10 else None)

    def no_ranges(self):
        self.serve(ranges=False, upto=HALF if self.number == 0 else None)

    def stall_once(self):
        self.serve(upto=HALF if self.number == 0 else None)
        if self.number == 0:
            time.sleep(86_400)

    def silent(self):
        time.sleep(86_400)

    def silent_head(self):
        """A head that does not come to its end."""
        with open(f"{sys.argv[1]}.{self.token}.log", "a") as log:
            print("all - 200", file=log)
        self.write(b"HTTP/1.1 200 OK\r\nContent-Length: 400000\r\n")
        time.sleep(86_400)

    def immense(self):
        self.begin(200, 2**63 - 1)
        self.write(CONTENT)

    def two_sizes(self):
        self.begin(200, len(CONTENT), content_length=len(CONTENT) + 1)
        self.write(CONTENT)

    def no_size(self):
        self.begin(200, "many")
        self.write(CONTENT)

    def not_http(self):
        with open(f"{sys.argv[1]}.{self.token}.log", "a") as log:
            print("all - -", file=log)
        self.write(b"hello, this is no server of the web\r\n")
        self.close_connection = True

    def endless(self):
        """A body whose size is not told, and that does not end until nobody listens."""
        self.begin(200, None, Transfer_Encoding="chunked", ETag='"a"')
        part = bytes(65536)
        while not self.close_connection:
            self.write(b"%x\r\n%s\r\n" % (len(part), part))

    def corrupt(self):
        self.serve(bytes(len(CONTENT)))

    def corrupt_once(self):
        """Half of another file under the same name, then the right one."""
        self.serve(bytes(len(CONTENT)), upto=HALF) if self.number == 0 else self.serve()

    def changes(self):
        """Half of another file, then the right one under another name."""
        self.serve(bytes(len(CONTENT)), upto=HALF) if self.number == 0 else self.serve(tag='"b"')

    def shrinks(self):
        """Half of a larger file; then the part asked for does not exist."""
        if self.number == 0:
            return self.serve(CONTENT * 3, upto=2 * len(CONTENT))
        if self.headers.get("Range"):
            return self.begin(416, 0, Content_Range=f"bytes */{len(CONTENT)}")
        self.serve()

    def wrong_part(self):
        """A part that begins elsewhere."""
        if self.number != 1:
            return self.serve(upto=HALF if self.number == 0 else None)
        self.send(206, CONTENT[7:], ETag='"a"', Content_Range=f"bytes 7-{len(CONTENT) - 1}/{len(CONTENT)}")

    def longer(self):
        self.serve(CONTENT + b"x")

    def chunked(self):
        self.begin(200, None, Transfer_Encoding="chunked", ETag='"a"')
        for start in range(0, len(CONTENT), 65536):
            part = CONTENT[start:start + 65536]
            self.write(b"%x\r\n%s\r\n" % (len(part), part))
        self.write(b"0\r\n\r\n")

    def busy(self):
        if self.number < 2:
            return self.send(503, b"busy", Retry_After=0)
        self.serve()

    def broken(self):
        self.send(500, b"broken")

    def missing(self):
        self.send(404, b"<html>nothing here</html>", Content_Type="text/html")

    def locked(self):
        self.send(401, b"who are you?", WWW_Authenticate='Basic realm="x"')

    def page(self):
        self.send(200, b"<html>log in</html>", Content_Type="text/html; charset=utf-8")

    def redirect(self):
        """Twice: to a path of this server, then to a whole address."""
        if self.number == 0:
            return self.send(302, b"<html>moved</html>", Location=self.path + "?again", Content_Type="text/html")
        if self.number == 1:
            place = f"http://{self.headers['Host']}{self.path}"
            return self.send(307, b"", Location=place)
        self.serve()

    def circle(self):
        self.send(301, b"", Location=self.path)

    def nowhere(self):
        self.send(302, b"")

    def elsewhere(self):
        self.send(302, b"", Location="ftp://127.0.0.1/x.h5")

    def file(self):
        self.send(302, b"", Location="file:///etc/passwd")

    def downgrade(self):
        self.send(302, b"", Location="http://127.0.0.1:9/plain/x/w.h5")


server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
server.daemon_threads = True
if len(sys.argv) > 2:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(sys.argv[2])
    server.socket = context.wrap_socket(server.socket, server_side=True)
threading.Thread(target=server.serve_forever, daemon=True).start()
print(server.server_port, flush=True)
sys.stdin.read()
os._exit(0)
