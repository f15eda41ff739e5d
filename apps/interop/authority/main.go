// Reads the certificate of a server's own authority, makes others with its key, as a thief of the key would, and checks that Go trusts those for
// names and addresses that the authority may certify, and no others. Leaves them in a folder for clients in other languages, each with a twin by an
// authority without constraints, which they are to trust, and a list of all.
package main

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
)

func main() {
	folder := os.Getenv("SSE_INTEROP_AUTHORITY")
	thief := stolen(filepath.Join(folder, "authority.key"))
	free := unconstrained()
	bundle := trusting(filepath.Join(folder, "bundle.pem"))
	out := os.Getenv("SSE_INTEROP_FORGED")
	must(0, os.WriteFile(filepath.Join(out, "unconstrained.pem"), free.text(), 0o600))
	failed := false
	check := func(what string, err error) {
		if err != nil {
			failed = true
			fmt.Printf("FAIL Go: %s: %v\n", what, err)
			return
		}
		fmt.Printf("ok Go: %s\n", what)
	}
	for _, wanted := range properties {
		check("the authority "+wanted.about, wanted.flaw(thief.authority))
	}
	var list strings.Builder
	for _, made := range certificates {
		shown, twin := thief.certify(made), free.certify(made)
		save(shown, filepath.Join(out, made.file+".pem"))
		save(twin, filepath.Join(out, made.file+"-twin.pem"))
		fmt.Fprintf(&list, "%s\t%s\t%s\t%s\t%s\n", made.file, made.asked, made.about, verdict(made.trusted || made.overlooked), verdict(!made.hopeless))
		if made.trusted {
			check("trusts a certificate for "+made.about, handshake(shown, made.asked, bundle))
		} else {
			check("refuses a certificate for "+made.about, refused(handshake(shown, made.asked, bundle)))
		}
		if !made.hopeless {
			check("trusts one by an authority without constraints for "+made.about, handshake(twin, made.asked, free.pool()))
		}
	}
	must(0, os.WriteFile(filepath.Join(out, "list.tsv"), []byte(list.String()), 0o600))
	endpoint := os.Getenv("OSS_ENDPOINT")
	check("trusts the server by its address", fetch(endpoint, bundle))
	check("trusts the server by localhost", fetch(strings.Replace(endpoint, "127.0.0.1", "localhost", 1), bundle))
	check("does not trust the server without the bundle", refused(fetch(endpoint, nil)))
	if failed {
		os.Exit(1)
	}
}

func verdict(trusted bool) string {
	if trusted {
		return "trusted"
	}
	return "refused"
}

// refused is nil for an error that says that a certificate is not valid, and an error for all others and for none.
func refused(err error) error {
	var verification *tls.CertificateVerificationError
	switch {
	case err == nil:
		return errors.New("it was trusted")
	case errors.As(err, &verification):
		return nil
	default:
		return fmt.Errorf("it failed otherwise: %w", err)
	}
}

func fetch(endpoint string, roots *x509.CertPool) error {
	client := http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}}}
	reply, err := client.Get(endpoint + "/_sse/health")
	if err != nil {
		return err
	}
	defer reply.Body.Close()
	body, err := io.ReadAll(reply.Body)
	if err == nil && !strings.Contains(string(body), "ok") {
		return fmt.Errorf("%d %s", reply.StatusCode, body)
	}
	return err
}

func must[T any](value T, err error) T {
	if err != nil {
		fmt.Printf("FAIL Go: %v\n", err)
		os.Exit(1)
	}
	return value
}
