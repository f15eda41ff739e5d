package checks

import (
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
)

// HereTransport takes every host name for this machine: a stand-in for DNS.
func HereTransport() *http.Transport {
	dialer := &net.Dialer{}
	return &http.Transport{
		DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
			_, port, err := net.SplitHostPort(address)
			if err != nil {
				return nil, err
			}
			return dialer.DialContext(ctx, network, net.JoinHostPort("127.0.0.1", port))
		},
		MaxIdleConnsPerHost: 16,
		// The clients compare checksums with what they read.
		DisableCompression: true,
	}
}

// Fetched is a reply that was read to its end.
type Fetched struct {
	Status  int
	Headers http.Header
	Body    []byte
}

var plain = &http.Client{Transport: HereTransport()}

// Fetch sends a request of a plain HTTP client, as whoever was given a URL would.
func Fetch(method, url string, headers map[string]string, body []byte) (Fetched, error) {
	request, err := http.NewRequest(method, url, bytes.NewReader(body))
	if err != nil {
		return Fetched{}, err
	}
	for name, value := range headers {
		request.Header.Set(name, value)
	}
	response, err := plain.Do(request)
	if err != nil {
		return Fetched{}, err
	}
	defer response.Body.Close()
	read, err := io.ReadAll(response.Body)
	return Fetched{response.StatusCode, response.Header, read}, err
}
