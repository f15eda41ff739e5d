package checks

// Rule is a bucket's encryption rule; what it leaves out is empty.
type Rule struct{ Algorithm, KeyID, Data string }

const masked = "9468da86-3509-4f8d-a61e-6eab1eac****"

// AcceptedRules are rules as put, and as then shown (protocol reference §1.4).
var AcceptedRules = []struct{ Put, Shown Rule }{
	{Rule{"AES256", "", ""}, Rule{"AES256", "", ""}},
	{Rule{"SM4", "", ""}, Rule{"SM4", "", ""}},
	{Rule{"KMS", "", ""}, Rule{"KMS", "", ""}},
	{Rule{"KMS", "123", ""}, Rule{"KMS", "123", ""}},
	{Rule{"KMS", masked, ""}, Rule{"KMS", masked, ""}},
	{Rule{"KMS", "", "SM4"}, Rule{"KMS", "", "SM4"}},
	{Rule{"KMS", masked, "SM4"}, Rule{"KMS", masked, "SM4"}},
	{Rule{"AES256", "", "SM4"}, Rule{"AES256", "", ""}},
	{Rule{"SM4", "", "SM4"}, Rule{"SM4", "", ""}},
}

// RefusedRules leave the former rule as it was.
var RefusedRules = []struct {
	Put     Rule
	Refusal Refusal
}{
	{Rule{"AES256", "123", ""}, Refusal{400, "InvalidArgument", "0005-00000204", ""}},
	{Rule{"SM4", "123", ""}, Refusal{400, "InvalidArgument", "0005-00000204", ""}},
	{Rule{"AES", "", ""}, Refusal{400, "InvalidEncryptionAlgorithmError", "0005-00000003", ""}},
	{Rule{"aes256", "", ""}, Refusal{400, "InvalidEncryptionAlgorithmError", "0005-00000003", ""}},
	{Rule{"KMS", "", "AES256"}, Refusal{400, "InvalidDataEncryptionAlgorithmError", "0005-00000203", ""}},
}

// Refusals that several topics meet.
var (
	NoRule   = Refusal{404, "NoSuchServerSideEncryptionRule", "", "The server side encryption configuration was not found."}
	NoBucket = Refusal{404, "NoSuchBucket", "0015-00000101", "The specified bucket does not exist."}
	NoKey    = Refusal{404, "NoSuchKey", "0026-00000001", ""}
	NoUpload = Refusal{Status: 404, Code: "NoSuchUpload"}
	// NotSupported answers the encryption header where it does not belong.
	NotSupported = Refusal{400, "InvalidArgument", "0005-00000002", "x-oss-server-side-encryption header is not supported for this operation."}
)

// Refused is a request that asks for an encryption that there is not.
type Refused struct {
	What       string
	Encryption Encryption
	Refusal    Refusal
}

// RefusedEncryptions store nothing (protocol reference §1.5, §2.2).
func RefusedEncryptions(server Server) []Refused {
	return []Refused{
		{"an unknown algorithm", Encryption{Algorithm: "invalid"}, Refusal{400, "InvalidEncryptionAlgorithmError", "0005-00000003", ""}},
		{"AES256 and a key id", Encryption{Algorithm: "AES256", KeyID: server.KeyID}, Refusal{Status: 400, Code: "InvalidArgument"}},
		{"SM4 and a key id", Encryption{Algorithm: "SM4", KeyID: server.KeyID}, Refusal{Status: 400, Code: "InvalidArgument"}},
		{"a key that is missing", Encryption{Algorithm: "KMS", KeyID: "no-such-key"}, Refusal{404, "KeyNotFound", "0005-00000208", ""}},
		{"a key that is missing, SM4", Encryption{Algorithm: "KMS", KeyID: "no-such-key", Data: "SM4"}, Refusal{404, "KeyNotFound", "0005-00000208", ""}},
		{"a disabled key", Encryption{Algorithm: "KMS", KeyID: server.DisabledKeyID}, Refusal{409, "KeyDisabled", "0005-00000214", ""}},
		{"an unknown data encryption", Encryption{Algorithm: "KMS", Data: "AES128"}, Refusal{400, "InvalidDataEncryptionAlgorithmError", "0005-00000203", ""}},
	}
}

// Names are object names of every kind, in byte order.
var Names = []string{
	"<angle>&amp;\"quotes\"",
	"a b+c%20d",
	"double//slash",
	"emoji 😀",
	"folder/",
	"folder/inner/file",
	"hash#tag",
	"per%2Fcent",
	"plain.txt",
	"question?versionId=1&b=2",
	"trailing space ",
	"~tilde!*'()",
	"中文/对象 名称.txt",
}

// NamedRule is a rule with what replies about objects under it say.
type NamedRule struct {
	Name string
	Rule Rule
	Echo Echo
}

// EveryRule is one rule of each kind.
func EveryRule(server Server, defaultKey string) []NamedRule {
	return []NamedRule{
		{"AES256", Rule{Algorithm: "AES256"}, AES256.Echo},
		{"SM4", Rule{Algorithm: "SM4"}, SM4.Echo},
		{"KMS", Rule{Algorithm: "KMS"}, Echo{"KMS", defaultKey, ""}},
		{"KMS key", Rule{Algorithm: "KMS", KeyID: server.KeyID}, Echo{"KMS", server.KeyID, ""}},
		{"KMS/SM4", Rule{Algorithm: "KMS", Data: "SM4"}, Echo{"KMS", defaultKey, "SM4"}},
	}
}
