// The real Connect clients, @connectrpc/connect and connect-node, against a server of its own: JSON
// and binary, answers and refusals with their details. And curl, as a person would call.
//
//   node connect_client.mjs SERVER DESCRIPTORS
//
// DESCRIPTORS is a FileDescriptorSet of the API with all that it imports. Exits with 1 and says why
// when anything is not as it should be.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";

// The packages are where the tools keep them.
const require = createRequire(new URL("../../tools/node/package.json", import.meta.url));
const { createFileRegistry, fromBinary } = require("@bufbuild/protobuf");
const { FileDescriptorSetSchema } = require("@bufbuild/protobuf/wkt");
const { Code, ConnectError, createClient } = require("@connectrpc/connect");
const { createConnectTransport } = require("@connectrpc/connect-node");

const [server, descriptors] = process.argv.slice(2);
const registry = createFileRegistry(
  fromBinary(FileDescriptorSetSchema, readFileSync(descriptors)),
);
const folder = mkdtempSync(join(tmpdir(), "baton-connect-"));

// Serves until the process is killed; answers the HTTP edge's address.
function serve() {
  const child = spawn(
    server,
    ["--data", folder, "--listen", "127.0.0.1:0", "--http", "127.0.0.1:0", "--metrics", "off"],
    { stdio: ["ignore", "pipe", "ignore"] },
  );
  return new Promise((resolve, reject) => {
    let text = "";
    child.stdout.on("data", (bytes) => {
      text += bytes;
      const url = /HTTP\s+(http:\S+)\//.exec(text);
      if (url && text.includes("to stop")) resolve({ child, url: url[1] });
    });
    child.on("exit", (code) => reject(new Error(`the server ended with ${code}: ${text}`)));
  });
}

function clientOf(name, url, useBinaryFormat, token) {
  const authorize = (next) => (request) => {
    if (token) request.header.set("Authorization", `Bearer ${token}`);
    return next(request);
  };
  const transport = createConnectTransport({
    baseUrl: url,
    httpVersion: "1.1",
    useBinaryFormat,
    interceptors: [authorize],
  });
  return createClient(registry.getService(`baton.v1.${name}`), transport);
}

async function refusal(promise) {
  try {
    await promise;
  } catch (error) {
    return ConnectError.from(error);
  }
  throw new assert.AssertionError({ message: "the call was not refused" });
}

async function check(url, useBinaryFormat, token) {
  const tokens = clientOf("TokenService", url, useBinaryFormat, token);
  const caller = await tokens.whoAmI({});
  assert.equal(caller.tenant, "tenants/main");

  const made = await tokens.createToken({
    parent: "tenants/main",
    token: { role: 12, note: "made over HTTP" },
  });
  assert.match(made.secret, /^btn_/);

  const accounts = clientOf("AccountService", url, useBinaryFormat, token);
  const missing = await refusal(accounts.getAccount({ name: "tenants/main/accounts/none" }));
  assert.equal(missing.code, Code.NotFound);
  const [info] = missing.findDetails(registry.getMessage("google.rpc.ErrorInfo"));
  assert.equal(info.reason, "NOT_FOUND");
  assert.equal(info.domain, "baton");

  const faulty = await refusal(accounts.listAccounts({ parent: "tenants/main", pageSize: -1 }));
  assert.equal(faulty.code, Code.InvalidArgument);
  const [bad] = faulty.findDetails(registry.getMessage("google.rpc.BadRequest"));
  assert.equal(bad.fieldViolations[0].field, "page_size");

  const nobody = clientOf("TokenService", url, useBinaryFormat, "");
  assert.equal((await refusal(nobody.whoAmI({}))).code, Code.Unauthenticated);

  const patient = await tokens.whoAmI({}, { timeoutMs: 30_000 });
  assert.equal(patient.tenant, "tenants/main");
}

function curl(url, token, ...more) {
  return execFileSync("curl", [
    "--silent", "--show-error", "--write-out", "\n%{http_code}",
    "--header", "Content-Type: application/json",
    "--header", `Authorization: Bearer ${token}`, ...more, url,
  ]).toString().split("\n");
}

const { child, url } = await serve();
try {
  const token = readFileSync(join(folder, "admin.token"), "utf8").trim();
  await check(url, false, token);
  await check(url, true, token);
  const [body, status] = curl(`${url}/baton.v1.TokenService/WhoAmI`, token, "--data", "{}");
  assert.equal(status, "200");
  assert.equal(JSON.parse(body).tenant, "tenants/main");
  assert.deepEqual(curl(`${url}/healthz`, token), ["ok", "", "200"]);
  console.log("Connect's clients and curl were answered as they must be");
} finally {
  child.removeAllListeners("exit");
  child.kill("SIGTERM");
  rmSync(folder, { recursive: true, force: true });
}
