/**
 * Where a simulation runs: a context of its own that has nothing of the machine. There is no timer, no network, no file and no chance
 * in it to be misused, and no clock but the one that the simulation moves.
 */
import { createHash } from 'node:crypto';
import vm from 'node:vm';
import { gunzipSync, gzipSync } from 'node:zlib';

/**
 * A context with the given bundles in it.
 * @param {Record<string, string>} texts the bundles by name
 * @returns {{ simulate: (options: object) => Promise<object> }}
 */
export function sandbox(texts) {
  const clock = { now: 0 };
  const context = vm.createContext(
    {
      // One class of bytes inside and outside, so that what Node's own functions return is known inside.
      Uint8Array,
      Buffer,
      TextEncoder,
      TextDecoder,
      URL,
      URLSearchParams,
      AbortController,
      AbortSignal: { any: (signals) => AbortSignal.any(signals) },
    },
    { codeGeneration: { strings: false, wasm: false } },
  );
  vm.runInContext(SEAL, context, { filename: 'seal.js' })(clock);

  const scripts = new Map(
    Object.entries(texts).map(([name, text]) => [
      name,
      new vm.Script(`(function (require, module, exports, process, fetch, Request, Response) {${text}\n})`, {
        filename: `${name}.js`,
      }).runInContext(context),
    ]),
  );
  const evaluate = (name, modules, { process, fetch, Request, Response } = {}) => {
    const module = { exports: {} };
    scripts.get(name)(requireFrom(modules), module, module.exports, process, fetch, Request, Response);
    return module.exports;
  };

  const { libraries } = evaluate('libraries', {}, { process: Object.freeze({ env: {} }) });
  const crypto = { createHash, randomUUID: refused('node:crypto randomUUID') };
  // How hard bytes are packed decides nothing here.
  const zlib = { gunzipSync, gzipSync: (bytes) => gzipSync(bytes, { level: 0 }) };
  const always = { ...libraries, 'node:crypto': crypto, 'node:zlib': zlib };
  const host = {
    clock,
    /** Lets everything that can go on without waiting go on. */
    settle: () => new Promise((resolve) => setImmediate(resolve)),
    /** A new process of a program, with the modules of its own machine. */
    start: (program, modules, globals) => evaluate(program, { ...always, ...modules }, globals),
    sha256: (text) => createHash('sha256').update(text).digest('hex'),
  };
  const { simulate } = evaluate('simulator', always);
  return { simulate: (options) => simulate(host, options) };
}

function requireFrom(modules) {
  return (name) => {
    if (Object.hasOwn(modules, name)) return modules[name];
    if (/^(node:)?[a-z0-9_/]+$/.test(name)) return sealed(name);
    throw new Error(`the simulation does not know the module ${name}`);
  };
}

/** A module of Node of which nothing can be used. */
function sealed(module) {
  const nothing = new Proxy(
    {},
    {
      get: (_target, name) =>
        typeof name === 'string' && name !== '__esModule' ? refused(`${module} ${name}`) : undefined,
      getPrototypeOf: () => nothing,
    },
  );
  return nothing;
}

/** May be extended by a class of a library, but not called. */
function refused(what) {
  return function () {
    throw new Error(`a simulation has no ${what}`);
  };
}

/** Run inside the context: takes away what JavaScript itself has of clock, chance and garbage collection. */
const SEAL = `
(function () {
  'use strict';
  const RealDate = Date;
  const RealFormat = Intl.DateTimeFormat;
  return function (clock) {
    const VirtualDate = function Date(...parts) {
      if (new.target === undefined) return new RealDate(clock.now).toString();
      return Reflect.construct(RealDate, parts.length === 0 ? [clock.now] : parts, new.target);
    };
    VirtualDate.prototype = RealDate.prototype;
    Object.defineProperty(RealDate.prototype, 'constructor', { value: VirtualDate });
    VirtualDate.now = () => clock.now;
    VirtualDate.UTC = RealDate.UTC;
    VirtualDate.parse = RealDate.parse;
    globalThis.Date = VirtualDate;
    globalThis.performance = { now: () => clock.now };
    Math.random = () => { throw new Error('a simulation has no Math.random: chance comes from its seed'); };
    const { format, formatToParts } = Object.getOwnPropertyDescriptors(RealFormat.prototype);
    const dated = (when) => when === undefined ? clock.now : when;
    Object.defineProperty(RealFormat.prototype, 'format', {
      get() { const bound = format.get.call(this); return (when) => bound(dated(when)); },
    });
    RealFormat.prototype.formatToParts = function (when) { return formatToParts.value.call(this, dated(when)); };
    delete globalThis.WeakRef;
    delete globalThis.FinalizationRegistry;
    delete globalThis.Atomics;
    delete globalThis.SharedArrayBuffer;
    delete globalThis.WebAssembly;
    globalThis.console = { warn() {}, error() {}, log() {}, info() {}, debug() {}, trace() {} };
  };
})()`;
