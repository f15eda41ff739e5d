'use strict';
// Loaded by NODE_OPTIONS into the Node programs of `sse-emulator run`: connections to the vendor's names go to the proxy of the run, also those of
// clients that know nothing of proxies. Plain CommonJS, because any version of Node may load it.
const net = require('node:net');
const tls = require('node:tls');

// A run in a namespace inside another run has a mark that is no URL, and needs none of this.
const proxy = String(process.env.SSE_EMULATOR_RUN).startsWith('http:') && new URL(process.env.SSE_EMULATOR_RUN);
const isVendors = (host) => typeof host === 'string' && /(^|\.)aliyuncs\.com\.?$/i.test(host);

/** The options of `connect(options)` and `connect(port, host)`, also in the list that node makes of them, and the rest. */
function optionsOf(args) {
  const [first, ...rest] = Array.isArray(args[0]) ? args[0] : args;
  if (typeof first === 'object' && first !== null) return [first, rest];
  const host = typeof rest[0] === 'string' ? rest.shift() : undefined;
  const more = typeof rest[0] === 'object' && rest[0] !== null ? rest.shift() : {};
  return [{ ...more, port: first, host }, rest];
}

if (proxy) {
  const authorization = `Basic ${Buffer.from(`${proxy.username}:${proxy.password}`).toString('base64')}`;
  // oxlint-disable-next-line typescript/unbound-method -- it is called with the socket that it belongs to
  const connectSocket = net.Socket.prototype.connect;
  net.Socket.prototype.connect = function connect(...args) {
    const [options, rest] = optionsOf(args);
    if (options.path || !isVendors(options.host)) return connectSocket.apply(this, args);
    const here = { host: proxy.hostname, port: Number(proxy.port), localAddress: undefined, family: 4 };
    connectSocket.call(this, { ...options, ...here }, ...rest.filter(Boolean));
    const place = `${options.host}:${options.port}`;
    // Before anything else is written: it goes first. The proxy does not answer it.
    this.write(`CONNECT ${place} HTTP/1.1\r\nHost: ${place}\r\nProxy-Authorization: ${authorization}\r\nX-SSE-Silent: 1\r\n\r\n`);
    return this;
  };

  const connectSecurely = tls.connect;
  tls.connect = function connect(...args) {
    const [options, rest] = optionsOf(args);
    if (options.socket || options.path || !isVendors(options.host)) return connectSecurely.apply(this, args);
    const socket = net.connect({ host: options.host, port: options.port });
    return connectSecurely.call(this, { servername: options.host, ...options, socket }, ...rest.filter(Boolean));
  };
  require('node:module').syncBuiltinESMExports();
}
