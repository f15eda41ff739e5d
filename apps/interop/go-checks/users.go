package checks

import "strings"

// User is one that the runner made, with the one access key that it has.
type User struct {
	ID              string
	AccessKeyID     string
	AccessKeySecret string
}

// UserFromEnvironment ends the program when the runner made no user of this name.
func UserFromEnvironment(name string) User {
	words := strings.Split(variable("SSE_INTEROP_USER_"+strings.ToUpper(strings.ReplaceAll(name, "-", "_"))), " ")
	return User{words[0], words[1], words[2]}
}

// Session is the credentials of a session of the role that may get, put and list objects.
type Session struct {
	AccessKeyID     string
	AccessKeySecret string
	Token           string
}

// SessionFromEnvironment ends the program when the runner made none.
func SessionFromEnvironment() Session {
	words := strings.Split(variable("SSE_INTEROP_SESSION"), " ")
	return Session{words[0], words[1], words[2]}
}

// NotAllowed is what a caller is told whom nothing allows what it asks for.
var NotAllowed = Refusal{Status: 403, Code: "AccessDenied"}

// NotByKMS is what a caller is told who may not use the key.
var NotByKMS = Refusal{Status: 403, Code: "AccessDenied", Message: "This request is forbidden by kms."}

// RuleOperations are those on a bucket's encryption rule; the runner made a user "no-<operation>-rule" for each, who may do the two others.
var RuleOperations = []string{"put", "get", "delete"}
