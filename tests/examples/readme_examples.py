"""Runs the README's examples as they are printed, against the demo's records.

usage: readme_examples.py SOURCE_FOLDER SERVER CLI

All of it happens in a folder of its own, which looks like the source folder after a demo, and on
free ports, so that it disturbs nobody.
"""

import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import unittest

SOURCE, SERVER, CLI = (pathlib.Path(path).resolve() for path in sys.argv[1:4])
README = (SOURCE / "README.md").read_text(encoding="utf-8")
PACKAGES = SOURCE / "tools/node"


def blocks():
    return [match.group(1) for match in re.finditer(r"^```\w+\n(.*?)^```", README, re.S | re.M)]


def stub_command():
    return next(block for block in blocks() if "protoc " in block)


def programs():
    """File name -> (the line that runs it, its text)."""
    found = {}
    for block in blocks():
        match = re.match(r"(?:#|//) run with: (.* (\S+))\n", block)
        if match:
            found[match.group(2)] = (match.group(1), block)
    return found


class ReadmeExamples(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="baton-readme-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        cls.env = {k: v for k, v in os.environ.items() if not k.startswith("BATON_")}
        cls.lay_out()
        cls.shell(f"tools/demo/play {SERVER} data-demo")
        cls.serve()
        cls.shell(stub_command())

    @classmethod
    def lay_out(cls):
        modules = PACKAGES / "node_modules"
        if not modules.is_dir():
            raise FileNotFoundError("the Node packages are missing; ./tools/test installs them")
        cli = cls.folder / "build/dev/tools/cli/baton"
        cli.parent.mkdir(parents=True)
        for link, target in ((cls.folder / "tools", SOURCE / "tools"),
                             (cls.folder / "proto", SOURCE / "proto"),
                             (cls.folder / "node_modules", modules), (cli, CLI)):
            link.symlink_to(target)
        for file, (_, text) in programs().items():
            (cls.folder / file).write_text(text, encoding="utf-8")

    @classmethod
    def serve(cls):
        """As ./tools/up --demo --serve does, but on free ports."""
        server = subprocess.Popen(
            [SERVER, "--demo", "--data", "data-demo", "--listen", "127.0.0.1:0", "--http", "off", "--metrics",
             "127.0.0.1:0", "--log-file", "data-demo/server.log"],
            cwd=cls.folder, env=cls.env, stdout=subprocess.PIPE, text=True)
        cls.addClassCleanup(server.communicate)
        cls.addClassCleanup(server.terminate)
        greeting = server.stdout.readline()
        cls.env["BATON_ADDRESS"] = greeting.split()[-1]

    @classmethod
    def shell(cls, command, **more):
        """What the command prints; it must succeed."""
        done = subprocess.run(["bash", "-ec", command], cwd=cls.folder, env={**cls.env, **more},
                              capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise AssertionError(f"{command}\nended with {done.returncode}: {done.stdout[-2000:]}"
                                 f"{done.stderr[-2000:]}")
        return done.stdout

    def run_example(self, file, **more):
        return self.shell(programs()[file][0], **more).splitlines()

    def baton(self, who, command):
        """The JSON records that the CLI shows to a person of the demo."""
        shown = self.shell(f"BATON_TOKEN_FILE=data-demo/tokens/{who}.token tools/baton {command} --json")
        records, decoder = [], json.JSONDecoder()
        while shown := shown.lstrip():
            record, end = decoder.raw_decode(shown)
            records.append(record)
            shown = shown[end:]
        return records

    def start_watcher(self):
        watcher = subprocess.Popen(["bash", "-c", programs()["watch.js"][0]], cwd=self.folder,
                                   env=self.env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                   text=True, start_new_session=True)
        self.addCleanup(watcher.communicate)
        self.addCleanup(os.killpg, watcher.pid, signal.SIGTERM)
        return watcher.stdout

    def test_every_example_is_here(self):
        self.assertEqual(sorted(programs()), ["plugin.py", "pull.py", "watch.js"])

    def test_the_demos_other_systems_got_each_record_once_though_one_was_down(self):
        text = (self.folder / "data-demo/systems/received.jsonl").read_text()
        received = [json.loads(line) for line in text.splitlines()]
        self.assertTrue(any(line["status"] == 503 for line in received), "none was down")
        taken = [line["key"] for line in received if line["status"] < 300 and "/sobjects/" in line["body"]]
        written = self.baton("remy", "outbox --kind crm_handoff --all")
        handoffs = [one for one in written if one["create_time"] < "2027-04-01"]  # not the plugin's
        self.assertEqual({one["state"] for one in handoffs}, {"DELIVERY_STATE_DELIVERED"})
        self.assertEqual(sorted(taken), sorted(one["name"] for one in handoffs))
        outcomes = [line["key"] for line in received if line["vendor"] == "gainsight"]
        self.assertEqual(sorted(outcomes),
                         sorted(one["name"] for one in self.baton("remy", "outbox --kind cs_update --to gainsight --all")))
        self.assertEqual(self.baton("remy", "outbox --state failed --all"), [])
        retried = [one for one in handoffs if one["attempt_count"] > 1]
        self.assertEqual(len(retried), 1, "the handoff of the day on which Salesforce was down")

    def test_node_packages_to_install_are_those_that_the_example_needs(self):
        told = re.search(r"`npm install --no-save ([^`]*)`", README).group(1).split()
        needed = re.findall(r'require\("([^"]*)"\)', programs()["watch.js"][1])
        self.assertEqual(sorted(told), sorted(needed))
        tested = json.loads((PACKAGES / "package.json").read_text())["dependencies"]
        self.assertLessEqual(set(told), set(tested))

    def test_plugin_files_a_signal_and_the_aes_tool_acknowledges_it(self):
        inbox = self.start_watcher()
        self.assertEqual(inbox.readline(), "the inbox is live\n")
        self.assertEqual(self.baton("remy", "signal list --account verity"), [])

        filed = self.run_example("plugin.py")
        self.assertRegex(filed[0], r"^tenants/main/signals/\w+ is with tenants/main/people/dana$")
        name = filed[0].split()[0]
        self.assertEqual(inbox.readline(), f"{name} acknowledged: Seat utilization at 89%\n")

        self.assertEqual(self.run_example("plugin.py"), filed)
        (kept,) = self.baton("remy", "signal list --account verity")
        self.assertEqual(kept["name"], name)
        self.assertEqual(kept["state"], "SIGNAL_STATE_ACKNOWLEDGED")
        self.assertEqual(kept["holder"], "tenants/main/people/dana")
        self.assertEqual(kept["csm"], "tenants/main/people/lucia")
        self.assertEqual(kept["buyer"]["name"], "Joan Reyes")
        self.assertIn("acknowledge_time", kept)

    def test_aes_tool_ends_by_itself(self):
        self.assertLessEqual(set(self.run_example("watch.js", WATCH_MS="1")), {"the inbox is live"})

    def test_commission_tool_pulls_every_statement_line_once(self):
        statements = self.baton("camille", "statement list --period 2027-Q1 --all")
        self.assertEqual(len(statements), 8)
        lines = []
        for each in statements:
            (shown,) = self.baton("camille", "statement show " + each["name"].rsplit("/", 1)[1])
            lines += shown["statement"]["lines"]
        lines.sort(key=lambda line: int(line["export_seq"]))

        *pulled, last = self.run_example("pull.py")
        self.assertEqual(pulled, [
            f"{line['export_seq']} {line['name']} {line['account_display_name']} {line['earning_minor']}"
            for line in lines])
        self.assertEqual(last, f"{len(lines)} lines")
        stated = sum(int(each["totals"]["earned_minor"]) + int(each["totals"]["adjustments_minor"])
                     for each in statements)
        self.assertGreater(stated, 0)
        self.assertEqual(sum(int(line.rsplit(" ", 1)[1]) for line in pulled), stated)

        self.assertEqual(self.run_example("pull.py"), ["0 lines"])


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
