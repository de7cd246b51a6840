#!/usr/bin/python3
"""Observes the guests of the lab from outside.

    observer.py serve SOCKET                       collect heartbeats; answer requests at the unix socket
    observer.py ask SOCKET COMMAND [ARGUMENT...]   put one request, print the JSON answer

A heartbeat cannot tell which host sent it. The observer therefore listens on the switch's ports, one per host, with
a single packet socket: one queue, so that the order of arrival over all hosts is kept. Times are the kernel's, taken
at arrival: a busy observer does not lengthen a gap.

Every answer is one JSON object; README.md documents it. An answer with "error" makes `ask` exit with status 1.
"""

import argparse
import asyncio
import ctypes
import json
import os
import socket
import struct
import sys
import time

BEAT_PORT = 9000
# A checksum takes a guest a few seconds.
ASK_AGAIN_SECONDS = 15.0
COMMAND_PORT = 9001
ADDRESS = "10.77.0.1"
PORT_SUFFIX = "-mgmt"  # the switch's port of node-a is node-a-mgmt
RECENT_SECONDS = 1.0
SAMPLES = 20

ETH_P_ALL = 3
SO_ATTACH_FILTER = 26
SO_TIMESTAMPNS = 35
IP_AND_UDP_HEADERS = 14 + 20 + 8


class Guest:
    """What was heard of one guest since the last reset."""

    def __init__(self, name):
        self.name = name
        self.address = None
        self.boot_id = None
        self.last_host = None
        self.last_at = None
        self.last_mono = None
        self.last_sequence = None
        self.fields = {}
        self.heard_ever = {}  # by host; no reset touches it
        self.reset(time.time())

    def reset(self, now):
        self.since = now
        self.silent_from = now
        self.beats = 0
        self.hosts = {}
        self.boot_ids = [self.boot_id] if self.boot_id else []
        self.lost = self.duplicates = self.backwards = 0
        self.jumps = []
        self.overlaps = 0
        self.overlap_samples = []
        self.gap = None
        self.guest_gap = 0.0
        self.pages_at_reset = self.fields.get("pages")

    def hear(self, host, at, address, sequence, mono, boot_id, fields):
        self.address = address
        if boot_id != self.boot_id and boot_id in self.boot_ids:
            self._overlap(host, at, sequence, boot_id)  # an earlier life of the guest goes on beside a later one
            self._count(host, at, sequence)
            return
        if boot_id != self.boot_id:
            self.boot_id = boot_id
            self.boot_ids.append(boot_id)
            self.last_sequence = None
            self.last_mono = None
        if self.last_sequence is not None and sequence <= self.last_sequence and host != self.last_host:
            self._overlap(host, at, sequence, boot_id)  # the same life on two hosts
            self._count(host, at, sequence)
            return

        if self.last_sequence is not None and sequence != self.last_sequence + 1:
            self._jump(host, at, sequence)
        if self.gap is None or at - self.silent_from > self.gap["millis"] / 1000:
            self.gap = {
                "millis": millis(at - self.silent_from),
                "endedAt": round(at, 6),
                "fromHost": self.last_host or host,
                "toHost": host,
            }
        if self.last_mono is not None:
            self.guest_gap = max(self.guest_gap, mono - self.last_mono)
        self.silent_from = self.last_at = at
        self.last_host = host
        self.last_sequence = sequence
        self.last_mono = mono
        self.fields = fields
        if self.pages_at_reset is None:
            self.pages_at_reset = fields["pages"]
        self._count(host, at, sequence)

    def _count(self, host, at, sequence):
        self.beats += 1
        self.heard_ever[host] = self.heard_ever.get(host, 0) + 1
        heard = self.hosts.setdefault(host, {"beats": 0})
        heard["beats"] += 1
        heard["lastAt"] = at
        heard["lastSequence"] = sequence

    def _jump(self, host, at, sequence):
        step = sequence - self.last_sequence
        if step > 1:
            self.lost += step - 1
        elif step == 0:
            self.duplicates += 1
        else:
            self.backwards += 1
        if len(self.jumps) < SAMPLES:
            self.jumps.append({"at": round(at, 6), "host": host, "from": self.last_sequence, "to": sequence})

    def _overlap(self, host, at, sequence, boot_id):
        self.overlaps += 1
        if len(self.overlap_samples) < SAMPLES:
            self.overlap_samples.append(
                {"at": round(at, 6), "host": host, "otherHost": self.last_host, "sequence": sequence, "bootId": boot_id}
            )

    def report(self):
        now = time.time()
        pages = self.fields.get("pages", 0)
        seconds = max(now - self.since, 1e-3)
        return {
            "name": self.name,
            "address": self.address,
            "since": round(self.since, 6),
            "beats": self.beats,
            "currentHosts": sorted(h for h, heard in self.hosts.items() if now - heard["lastAt"] <= RECENT_SECONDS),
            "lastHost": self.last_host,
            "ageMillis": None if self.last_at is None else millis(now - self.last_at),
            "bootId": self.boot_id,
            "bootIds": self.boot_ids,
            "lastSequence": self.last_sequence,
            "lost": self.lost,
            "duplicates": self.duplicates,
            "backwards": self.backwards,
            "jumps": self.jumps,
            "overlaps": self.overlaps,
            "overlapSamples": self.overlap_samples,
            "longestGap": self.gap,
            "longestGuestGapMillis": millis(self.guest_gap),
            "hosts": {
                host: {
                    "beats": heard["beats"],
                    "lastAt": round(heard["lastAt"], 6),
                    "ageMillis": millis(now - heard["lastAt"]),
                    "lastSequence": heard["lastSequence"],
                }
                for host, heard in sorted(self.hosts.items())
            },
            "rateMiBps": self.fields.get("rate"),
            "dirtiedMiBps": round((pages - (self.pages_at_reset or 0)) / 256 / seconds, 1),
            "disk": {
                "state": self.fields.get("disk", "none"),
                "boots": self.fields.get("boots", 0),
                "ticks": self.fields.get("ticks", 0),
            },
        }


class Refused(Exception):
    """A request that cannot be met; the message goes to whoever asked."""


class Observer:
    def __init__(self):
        self.guests = {}
        self.sums = {}
        self.beats = listen_to_ports()
        self.commands = udp_socket(COMMAND_PORT)
        self.sink = udp_socket(BEAT_PORT)  # never read; spares the guests "port unreachable"

    async def serve(self, path):
        loop = asyncio.get_running_loop()
        loop.add_reader(self.beats, self._read_beats)
        loop.add_reader(self.commands, self._read_answers)
        server = await asyncio.start_unix_server(self._answer, path)
        async with server:
            await server.serve_forever()

    def _read_beats(self):
        while True:
            try:
                packet, control, _, source = self.beats.recvmsg(2048, 256)
            except BlockingIOError:
                return
            if source[0].endswith(PORT_SUFFIX):
                self._beat(source[0][: -len(PORT_SUFFIX)], arrival(control), packet)

    def _beat(self, host, at, packet):
        try:
            word, name, sequence, mono, boot_id, pages, rate, disk, boots, ticks = (
                packet[IP_AND_UDP_HEADERS:].decode("ascii").split()
            )
            fields = {
                "pages": int(pages),
                "rate": float(rate),
                "disk": disk,
                "boots": int(boots),
                "ticks": int(ticks),
            }
            beat = (int(sequence), float(mono), boot_id, fields)
        except ValueError:
            return
        if word == "beat":
            guest = self.guests.setdefault(name, Guest(name))
            guest.hear(host, at, socket.inet_ntoa(packet[26:30]), *beat)

    def _read_answers(self):
        while True:
            try:
                answer, _ = self.commands.recvfrom(2048)
            except BlockingIOError:
                return
            words = answer.decode("ascii", "replace").split()
            if len(words) == 4 and words[0] == "sum" and words[1] in self.sums:
                self.sums.pop(words[1]).set_result({"sha256": words[2], "bytes": int(words[3])})

    async def _answer(self, reader, writer):
        try:
            request = json.loads(await reader.readline())
            answer = await getattr(self, "do_" + request.pop("command"))(**request)
        except Refused as refused:
            answer = {"error": str(refused)}
        writer.write(json.dumps(answer).encode() + b"\n")
        await writer.drain()
        writer.close()

    def _guest(self, name):
        if name not in self.guests:
            raise Refused(f"no heartbeat of {name} was ever heard")
        return self.guests[name]

    def _tell(self, name, command):
        self.commands.sendto(command.encode(), (self._guest(name).address, COMMAND_PORT))

    async def do_stat(self, name=None):
        if name:
            return self._guest(name).report()
        return {"guests": [guest.report() for _, guest in sorted(self.guests.items())]}

    async def do_reset(self, name):
        self._guest(name).reset(time.time())
        return self._guest(name).report()

    async def do_forget(self, name):
        return {"forgotten": self.guests.pop(name, None) is not None}

    async def do_wait(self, name, beats, timeout, host=None):
        """Until that many further beats were heard, all of them or (with host) those from there."""

        def heard():
            ever = self.guests[name].heard_ever if name in self.guests else {}
            return ever.get(host, 0) if host else sum(ever.values())

        start, deadline = heard(), time.monotonic() + timeout
        while heard() - start < beats:
            if time.monotonic() > deadline:
                where = f" from {host}" if host else ""
                raise Refused(f"only {heard() - start} of {beats} beats of {name}{where} within {timeout:g} s")
            await asyncio.sleep(0.02)
        return self._guest(name).report()

    async def do_rate(self, name, rate, timeout=30.0):
        deadline = time.monotonic() + timeout
        while self._guest(name).fields.get("rate") != rate:
            if time.monotonic() > deadline:
                raise Refused(f"{name} did not take the rate within {timeout:g} s")
            self._tell(name, f"rate {rate}")
            await asyncio.sleep(0.1)
        return {"name": name, "rateMiBps": rate}

    async def do_sum(self, name, expected, timeout=120.0):
        answer = asyncio.get_running_loop().create_future()
        self.sums[name] = answer
        deadline = time.monotonic() + timeout
        while not answer.done():
            if time.monotonic() > deadline:
                raise Refused(f"{name} did not answer within {timeout:g} s")
            self._tell(name, "sum")  # again, since a datagram may be lost
            await asyncio.wait({answer}, timeout=ASK_AGAIN_SECONDS)
        found = answer.result()
        return {"name": name, **found, "expectedSha256": expected, "intact": found["sha256"] == expected}


def millis(seconds):
    return round(seconds * 1000, 1)


def udp_socket(port):
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sock.setblocking(False)
    sock.bind((ADDRESS, port))
    return sock


def listen_to_ports():
    """A packet socket over all devices that takes in arriving UDP datagrams to the heartbeat's port only."""
    program = [
        (0x30, 0, 0, 0xFFFFF004),  # packet type:
        (0x15, 7, 0, 4),  # not an outgoing one,
        (0x28, 0, 0, 12),  # ethernet type:
        (0x15, 0, 5, 0x0800),  # IPv4,
        (0x30, 0, 0, 23),  # protocol:
        (0x15, 0, 3, 17),  # UDP,
        (0x28, 0, 0, 36),  # destination port:
        (0x15, 0, 1, BEAT_PORT),  # the heartbeat's
        (0x06, 0, 0, 0xFFFF),
        (0x06, 0, 0, 0),
    ]
    code = b"".join(struct.pack("HBBI", *step) for step in program)
    buffer = ctypes.create_string_buffer(code)
    sock = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(ETH_P_ALL))
    sock.setsockopt(socket.SOL_SOCKET, SO_ATTACH_FILTER, struct.pack("HL", len(program), ctypes.addressof(buffer)))
    sock.setsockopt(socket.SOL_SOCKET, SO_TIMESTAMPNS, 1)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 << 20)
    sock.setblocking(False)
    return sock


def arrival(control):
    for level, kind, data in control:
        if level == socket.SOL_SOCKET and kind == SO_TIMESTAMPNS:
            seconds, nanos = struct.unpack("qq", data[:16])
            return seconds + nanos / 1e9
    return time.time()


def ask(path, request):
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as sock:
        try:
            sock.connect(path)
        except OSError as error:
            return {"error": f"the observer does not answer at {path}: {error.strerror}"}
        sock.sendall(json.dumps(request).encode() + b"\n")
        with sock.makefile() as answer:
            line = answer.readline()
    return json.loads(line) if line else {"error": "the observer gave no answer"}


def main():
    parser = argparse.ArgumentParser(prog="lab observe")
    modes = parser.add_subparsers(dest="mode", required=True)
    modes.add_parser("serve").add_argument("socket")
    asking = modes.add_parser("ask")
    asking.add_argument("socket")
    commands = asking.add_subparsers(dest="command", required=True)
    commands.add_parser("stat").add_argument("name", nargs="?")
    for command in ("reset", "forget"):
        commands.add_parser(command).add_argument("name")
    wait = commands.add_parser("wait")
    wait.add_argument("name")
    wait.add_argument("--beats", type=int, default=1)
    wait.add_argument("--timeout", type=float, default=10)
    wait.add_argument("--host")
    rate = commands.add_parser("rate")
    rate.add_argument("name")
    rate.add_argument("rate", type=int)
    checksum = commands.add_parser("sum")
    checksum.add_argument("name")
    checksum.add_argument("expected")
    arguments = vars(parser.parse_args())

    mode, path = arguments.pop("mode"), arguments.pop("socket")
    if mode == "serve":
        if os.path.exists(path):
            os.unlink(path)
        asyncio.run(Observer().serve(path))
        return 0
    answer = ask(path, {key: value for key, value in arguments.items() if value is not None})
    if "error" in answer:
        print(answer["error"], file=sys.stderr)
        return 1
    print(json.dumps(answer, indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
