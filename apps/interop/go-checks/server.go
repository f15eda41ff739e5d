package checks

import (
	"fmt"
	"net/url"
	"os"
)

// Server is the server under test as the environment describes it, which the runner sets.
type Server struct {
	Endpoint        string
	Port            string
	Region          string
	AccessKeyID     string
	AccessKeySecret string
	KeyID           string
	KeyAlias        string
	OtherKeyID      string
	DisabledKeyID   string
}

// ServerFromEnvironment ends the program when a variable is missing.
func ServerFromEnvironment() Server {
	endpoint, err := url.Parse(variable("OSS_ENDPOINT"))
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	return Server{
		Endpoint:        endpoint.String(),
		Port:            endpoint.Port(),
		Region:          variable("OSS_REGION"),
		AccessKeyID:     variable("OSS_ACCESS_KEY_ID"),
		AccessKeySecret: variable("OSS_ACCESS_KEY_SECRET"),
		KeyID:           variable("SSE_INTEROP_KMS_KEY_ID"),
		KeyAlias:        variable("SSE_INTEROP_KMS_ALIAS"),
		OtherKeyID:      variable("SSE_INTEROP_OTHER_KMS_KEY_ID"),
		DisabledKeyID:   variable("SSE_INTEROP_DISABLED_KMS_KEY_ID"),
	}
}

func variable(name string) string {
	value := os.Getenv(name)
	if value == "" {
		fmt.Fprintf(os.Stderr, "%s is not set; run the checks with pnpm interop\n", name)
		os.Exit(2)
	}
	return value
}
