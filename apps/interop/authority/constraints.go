package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/x509"
	"fmt"
	"net"
	"slices"
)

// What Go reads in the certificate of an authority, and what is to be there.
type property struct {
	about  string
	found  func(*x509.Certificate) any
	wanted any
}

var properties = []property{
	{"is an authority, for leaves only", func(c *x509.Certificate) any { return []any{c.IsCA, c.MaxPathLen, c.MaxPathLenZero} }, []any{true, 0, true}},
	{"only signs certificates", func(c *x509.Certificate) any { return c.KeyUsage }, x509.KeyUsageCertSign},
	{"only of servers", func(c *x509.Certificate) any { return []any{c.ExtKeyUsage, c.UnknownExtKeyUsage} }, []any{[]x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}, []any{}}},
	{"may certify these names", func(c *x509.Certificate) any { return c.PermittedDNSDomains }, []string{"aliyuncs.com", "localhost"}},
	{"may certify these addresses", func(c *x509.Certificate) any { return c.PermittedIPRanges }, []*net.IPNet{only("127.0.0.1/32"), only("::1/128")}},
	{"says so in a critical extension", func(c *x509.Certificate) any { return c.PermittedDNSDomainsCritical }, true},
	{"constrains nothing otherwise", func(c *x509.Certificate) any {
		others := [][]string{c.ExcludedDNSDomains, c.PermittedEmailAddresses, c.ExcludedEmailAddresses, c.PermittedURIDomains, c.ExcludedURIDomains}
		return fmt.Sprint(slices.Concat(others...), c.ExcludedIPRanges)
	}, "[] []"},
	{"has no extension that Go does not know", func(c *x509.Certificate) any { return len(c.UnhandledCriticalExtensions) }, 0},
	{"has a key on P-256", func(c *x509.Certificate) any {
		key, ok := c.PublicKey.(*ecdsa.PublicKey)
		return ok && key.Curve == elliptic.P256()
	}, true},
	{"is signed with its own key", func(c *x509.Certificate) any { return c.CheckSignatureFrom(c) }, nil},
	{"names its key", func(c *x509.Certificate) any { return len(c.SubjectKeyId) }, 20},
	{"names its key as that of its issuer", func(c *x509.Certificate) any { return slices.Equal(c.AuthorityKeyId, c.SubjectKeyId) }, true},
}

// flaw is nil for a certificate that has the property.
func (p property) flaw(certificate *x509.Certificate) error {
	if found, wanted := fmt.Sprint(p.found(certificate)), fmt.Sprint(p.wanted); found != wanted {
		return fmt.Errorf("expected %s; got %s", wanted, found)
	}
	return nil
}

func only(text string) *net.IPNet {
	_, network, err := net.ParseCIDR(text)
	return must(network, err)
}
