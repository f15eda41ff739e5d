// Package checks holds what the checks of the Go clients share: named checks, what the server of the run is, what is expected of it.
package checks

import (
	"bytes"
	"fmt"
	"reflect"
	"runtime/debug"
	"strings"
)

// Refusal is what an error reply says. Fields that an expectation leaves empty are not compared.
type Refusal struct {
	Status  int
	Code    string
	EC      string
	Message string
}

// Checks writes one line for each check: "ok …", or "FAIL …" with what came.
type Checks struct {
	prefix    string
	failed    *int
	refusalOf func(error) (Refusal, bool)
}

// New gives checks whose lines begin with prefix. refusalOf reads the client's own error type; it is false for errors that are no replies.
func New(prefix string, refusalOf func(error) (Refusal, bool)) *Checks {
	return &Checks{prefix: prefix, failed: new(int), refusalOf: refusalOf}
}

// Failed counts what was not as expected, here and in all sections.
func (c *Checks) Failed() int { return *c.failed }

// Holds checks that right is true; came is shown when it is not.
func (c *Checks) Holds(what string, right bool, came any) {
	if right {
		fmt.Printf("ok   %s%s\n", c.prefix, oneLine(what))
		return
	}
	*c.failed++
	fmt.Printf("FAIL %s%s: %s\n", c.prefix, oneLine(what), strings.ReplaceAll(strings.TrimSpace(fmt.Sprintf("%+v", came)), "\n", "\n     "))
}

// Equal checks that two values are deeply equal.
func (c *Checks) Equal(what string, came, expected any) {
	c.Holds(what, reflect.DeepEqual(came, expected), fmt.Sprintf("expected %+v, came %+v", expected, came))
}

// Same checks that two bodies are equal; it shows their sizes and where they part.
func (c *Checks) Same(what string, came, expected []byte) {
	at := 0
	for at < min(len(came), len(expected)) && came[at] == expected[at] {
		at++
	}
	c.Holds(what, bytes.Equal(came, expected), fmt.Sprintf("expected %d bytes, came %d, which differ from %d on", len(expected), len(came), at))
}

// Refused checks that err is a reply that refuses the request so.
func (c *Checks) Refused(what string, err error, expected Refusal) {
	came, is := c.refusalOf(err)
	right := is &&
		(expected.Status == 0 || came.Status == expected.Status) &&
		(expected.Code == "" || came.Code == expected.Code) &&
		(expected.EC == "" || came.EC == expected.EC) &&
		(expected.Message == "" || came.Message == expected.Message)
	c.Holds(what, right, fmt.Sprintf("expected %+v, came %+v from %v", expected, came, err))
}

// Need ends the section, as one failure, when err says that a step went wrong that the following checks rest on.
func (c *Checks) Need(what string, err error) {
	if err != nil {
		c.Holds(what, false, err)
		panic(abandoned{})
	}
}

// abandoned is what Need panics with; the failure is counted already.
type abandoned struct{}

// Section runs checks whose lines begin with name. A panic counts as one failure; what follows the section still runs.
func (c *Checks) Section(name string, run func(*Checks)) {
	part := &Checks{prefix: c.prefix + oneLine(name) + ": ", failed: c.failed, refusalOf: c.refusalOf}
	defer func() {
		reason := recover()
		if _, counted := reason.(abandoned); reason != nil && !counted {
			part.Holds("runs to its end", false, fmt.Sprintf("%v\n%s", reason, debug.Stack()))
		}
	}()
	run(part)
}

// oneLine escapes what would break a line.
func oneLine(text string) string {
	quoted := fmt.Sprintf("%q", text)
	return strings.ReplaceAll(quoted[1:len(quoted)-1], `\"`, `"`)
}
