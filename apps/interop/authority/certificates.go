package main

import "net"

// A certificate that is made with an authority's key.
type certificate struct {
	file   string
	about  string
	names  []string
	ips    []net.IP
	common string
	asked  string
	// Whether the authority may certify it.
	trusted bool
	// Whether clients refuse it from every authority, for reasons of their own.
	hopeless bool
	// Whether OpenSSL, and with it Python and Node, trusts it although the authority may not certify it.
	overlooked bool
}

var loopback = net.ParseIP("127.0.0.1")

// asked is what the client connects to: of a refused certificate always something that it is for.
var certificates = []certificate{
	{file: "vendor", about: "a bucket of the vendor", names: []string{"b.oss-cn-hangzhou.aliyuncs.com"}, asked: "b.oss-cn-hangzhou.aliyuncs.com", trusted: true},
	{file: "address", about: "127.0.0.1", ips: []net.IP{loopback}, asked: "127.0.0.1", trusted: true},
	{file: "address-6", about: "::1", ips: []net.IP{net.IPv6loopback}, asked: "::1", trusted: true},
	{file: "name", about: "example.com", names: []string{"example.com"}, asked: "example.com"},
	{file: "suffix", about: "notaliyuncs.com", names: []string{"notaliyuncs.com"}, asked: "notaliyuncs.com"},
	{file: "mixed", about: "example.com beside localhost", names: []string{"localhost", "example.com"}, asked: "localhost"},
	{file: "foreign-address", about: "8.8.8.8", ips: []net.IP{net.ParseIP("8.8.8.8")}, asked: "8.8.8.8"},
	{file: "neighbour", about: "127.0.0.2", ips: []net.IP{net.ParseIP("127.0.0.2")}, asked: "127.0.0.2"},
	{file: "foreign-address-6", about: "2001:db8::1", ips: []net.IP{net.ParseIP("2001:db8::1")}, asked: "2001:db8::1"},
	{file: "wildcard", about: "*.example.com by its common name", common: "*.example.com", asked: "a.example.com", hopeless: true, overlooked: true},
	{file: "label", about: "intranet by its common name", common: "intranet", asked: "intranet", hopeless: true, overlooked: true},
	{file: "common", about: "example.com by its common name", common: "example.com", asked: "example.com", hopeless: true},
}
