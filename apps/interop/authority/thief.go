package main

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"io"
	"math/big"
	"os"
	"time"
)

// An authority in the hands of somebody who has its key.
type thief struct {
	authority *x509.Certificate
	key       crypto.PrivateKey
}

func stolen(file string) thief {
	rest := must(os.ReadFile(file))
	var found thief
	for block, rest := pem.Decode(rest); block != nil; block, rest = pem.Decode(rest) {
		if block.Type == "CERTIFICATE" {
			found.authority = must(x509.ParseCertificate(block.Bytes))
		} else {
			found.key = must(x509.ParsePKCS8PrivateKey(block.Bytes))
		}
	}
	return found
}

// unconstrained makes an authority that may certify anything.
func unconstrained() thief {
	key := must(ecdsa.GenerateKey(elliptic.P256(), rand.Reader))
	template := &x509.Certificate{
		SerialNumber:          big.NewInt(1),
		Subject:               pkix.Name{CommonName: "unconstrained"},
		NotBefore:             time.Now().Add(-time.Minute),
		NotAfter:              time.Now().Add(24 * time.Hour),
		KeyUsage:              x509.KeyUsageCertSign,
		BasicConstraintsValid: true,
		IsCA:                  true,
	}
	der := must(x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key))
	return thief{authority: must(x509.ParseCertificate(der)), key: key}
}

// text is the authority's certificate, PEM.
func (t thief) text() []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: t.authority.Raw})
}

// pool trusts the authority and no other.
func (t thief) pool() *x509.CertPool {
	pool := x509.NewCertPool()
	pool.AddCert(t.authority)
	return pool
}

func trusting(bundle string) *x509.CertPool {
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(must(os.ReadFile(bundle))) {
		must(0, errors.New("the bundle holds no certificates"))
	}
	return pool
}

func (t thief) certify(wanted certificate) tls.Certificate {
	key := must(ecdsa.GenerateKey(elliptic.P256(), rand.Reader))
	der := must(x509.CreateCertificate(rand.Reader, &x509.Certificate{
		SerialNumber: must(rand.Int(rand.Reader, big.NewInt(1<<62))),
		Subject:      pkix.Name{CommonName: wanted.common},
		DNSNames:     wanted.names,
		IPAddresses:  wanted.ips,
		NotBefore:    time.Now().Add(-time.Minute),
		NotAfter:     time.Now().Add(24 * time.Hour),
		KeyUsage:     x509.KeyUsageDigitalSignature,
		ExtKeyUsage:  []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}, t.authority, &key.PublicKey, t.key))
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}
}

// save writes certificate and key as PEM.
func save(shown tls.Certificate, file string) {
	var text bytes.Buffer
	key := must(x509.MarshalPKCS8PrivateKey(shown.PrivateKey))
	must(0, pem.Encode(&text, &pem.Block{Type: "PRIVATE KEY", Bytes: key}))
	must(0, pem.Encode(&text, &pem.Block{Type: "CERTIFICATE", Bytes: shown.Certificate[0]}))
	must(0, os.WriteFile(file, text.Bytes(), 0o600))
}

// handshake is what a client that connects to `asked` and trusts `roots` says to a server that shows a certificate.
func handshake(shown tls.Certificate, asked string, roots *x509.CertPool) error {
	listener := must(tls.Listen("tcp", "127.0.0.1:0", &tls.Config{Certificates: []tls.Certificate{shown}}))
	defer listener.Close()
	go func() {
		if accepted, err := listener.Accept(); err == nil {
			_, _ = io.Copy(io.Discard, accepted)
			accepted.Close()
		}
	}()
	client, err := tls.Dial("tcp", listener.Addr().String(), &tls.Config{ServerName: asked, RootCAs: roots})
	if err == nil {
		client.Close()
	}
	return err
}
