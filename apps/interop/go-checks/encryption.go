package checks

import "net/http"

// The headers of server-side encryption.
const (
	SSEHeader      = "x-oss-server-side-encryption"
	SSEKeyIDHeader = "x-oss-server-side-encryption-key-id"
	SSEDataHeader  = "x-oss-server-side-data-encryption"
)

// Echo is what a reply says of an object's encryption; what it does not say is empty.
type Echo struct{ Algorithm, KeyID, Data string }

// EchoOf reads the headers of a reply.
func EchoOf(headers http.Header) Echo {
	return Echo{headers.Get(SSEHeader), headers.Get(SSEKeyIDHeader), headers.Get(SSEDataHeader)}
}

// Encryption is what a request asks for, and what every reply about the object then says. Empty fields are not sent.
type Encryption struct {
	Name                   string
	Algorithm, KeyID, Data string
	Echo                   Echo
}

// Headers are the request headers that ask for the encryption.
func (e Encryption) Headers() map[string]string {
	headers := map[string]string{}
	for name, value := range map[string]string{SSEHeader: e.Algorithm, SSEKeyIDHeader: e.KeyID, SSEDataHeader: e.Data} {
		if value != "" {
			headers[name] = value
		}
	}
	return headers
}

// The encryptions that need no key of the user's own.
var (
	None   = Encryption{Name: "none"}
	AES256 = Encryption{Name: "AES256", Algorithm: "AES256", Echo: Echo{Algorithm: "AES256"}}
	SM4    = Encryption{Name: "SM4", Algorithm: "SM4", Echo: Echo{Algorithm: "SM4"}}
)

// KMS asks for the default key, whose id the caller has read from a reply.
func KMS(defaultKey string) Encryption {
	return Encryption{Name: "KMS", Algorithm: "KMS", Echo: Echo{"KMS", defaultKey, ""}}
}

// KMSWith asks for a key of the user's own, and for SM4 as the data's cipher when data is "SM4".
func KMSWith(name, keyID, data string) Encryption {
	return Encryption{Name: name, Algorithm: "KMS", KeyID: keyID, Data: data, Echo: Echo{"KMS", keyID, data}}
}

// EveryEncryption is none, AES256, SM4, KMS with the default key, with two others, and KMS with SM4 for the data.
func EveryEncryption(server Server, defaultKey string) []Encryption {
	return []Encryption{
		None,
		AES256,
		SM4,
		KMS(defaultKey),
		KMSWith("KMS key 1", server.KeyID, ""),
		KMSWith("KMS key 2", server.OtherKeyID, ""),
		{Name: "KMS/SM4", Algorithm: "KMS", Data: "SM4", Echo: Echo{"KMS", defaultKey, "SM4"}},
	}
}
