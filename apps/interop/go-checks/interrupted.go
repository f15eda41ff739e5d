package checks

import "net/http"

type interruptible struct {
	before func() error
	inner  http.RoundTripper
}

func (i interruptible) RoundTrip(request *http.Request) (*http.Response, error) {
	if err := i.before(); err != nil {
		return nil, err
	}
	return i.inner.RoundTrip(request)
}

// Interrupted is a client whose requests fail with what before gives, unless it is nil: a network that breaks off.
func Interrupted(before func() error) *http.Client {
	return &http.Client{Transport: interruptible{before, HereTransport()}}
}
