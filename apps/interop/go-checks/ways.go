package checks

import (
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
)

// Way is how a client signs its requests and names its buckets.
type Way struct {
	// Signature is "V1", "V2" or "V4".
	Signature string
	// VirtualHost: buckets are labels of the host, not segments of the path.
	VirtualHost bool
}

// Ways hold every signature and both styles of address. What is signed is the same in both, so other pairs add nothing.
var Ways = []Way{{"V1", false}, {"V2", false}, {"V4", true}}

func (w Way) String() string {
	if w.VirtualHost {
		return w.Signature + ", virtual host"
	}
	return w.Signature + ", path"
}

// CNAMEBucket is the bucket that the server of the run has a host name of its own for: CNAMEHost.
const (
	CNAMEBucket = "interop-cname"
	CNAMEHost   = "files.interop.test"
)

// EndpointOf is the server's address, or, for virtual hosts, a name that only a client with HereTransport can resolve.
func (s Server) EndpointOf(way Way) string {
	if way.VirtualHost {
		return "http://oss.interop.test:" + s.Port
	}
	return s.Endpoint
}

var (
	run   = randomHex(3)
	named = 0
)

// NewName gives a bucket name that no other check uses.
func NewName(client string, way Way, topic string) string {
	named++
	return fmt.Sprintf("%s-%s-%s-%s-%d", client, strings.ToLower(way.Signature), topic, run, named)
}

func randomHex(size int) string {
	bytes := make([]byte, size)
	if _, err := rand.Read(bytes); err != nil {
		panic(err)
	}
	return hex.EncodeToString(bytes)
}

// Topic is a group of checks of one client.
type Topic[Client any] struct {
	Name string
	Run  func(*Checks, Client)
	// InV2: it is run with the old signature V2 too, which not every client has.
	InV2 bool
}

// RunTopics runs the topics that wanted names, or all of them, in each of Ways; it gives the program's exit code.
func RunTopics[Client any](checks *Checks, wanted []string, topics []Topic[Client], clientFor func(Way) Client) int {
	for _, way := range Ways {
		client := clientFor(way)
		for _, topic := range topics {
			if way.Signature == "V2" && !topic.InV2 {
				continue
			}
			if len(wanted) == 0 || slices.Contains(wanted, topic.Name) {
				checks.Section(fmt.Sprintf("%s: %s", way, topic.Name), func(part *Checks) { topic.Run(part, client) })
			}
		}
	}
	return min(1, checks.Failed())
}
