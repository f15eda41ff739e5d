package main

import "net"

// A certificate that is made with the authority's key.
type certificate struct {
	file    string
	about   string
	names   []string
	ips     []net.IP
	common  string
	asked   string
	trusted bool
}

var loopback = net.ParseIP("127.0.0.1")

// asked is what the client connects to: of a refused certificate always something that it is for.
var certificates = []certificate{
	{file: "trusted-vendor", about: "a bucket of the vendor", names: []string{"b.oss-cn-hangzhou.aliyuncs.com"}, asked: "b.oss-cn-hangzhou.aliyuncs.com", trusted: true},
	{file: "trusted-address", about: "127.0.0.1", ips: []net.IP{loopback}, asked: "127.0.0.1", trusted: true},
	{file: "refused-name", about: "example.com", names: []string{"example.com"}, asked: "example.com"},
	{file: "refused-suffix", about: "notaliyuncs.com", names: []string{"notaliyuncs.com"}, asked: "notaliyuncs.com"},
	{file: "refused-mixed", about: "example.com beside localhost", names: []string{"localhost", "example.com"}, asked: "localhost"},
	{file: "refused-address", about: "8.8.8.8", ips: []net.IP{net.ParseIP("8.8.8.8")}, asked: "8.8.8.8"},
	{file: "refused-address-6", about: "2001:db8::1", ips: []net.IP{net.ParseIP("2001:db8::1")}, asked: "2001:db8::1"},
	{file: "refused-common", about: "example.com by its common name", common: "example.com", asked: "example.com"},
}
