module interop.test/go-v1

go 1.24

require (
	github.com/aliyun/aliyun-oss-go-sdk v3.0.2+incompatible
	interop.test/checks v0.0.0
)

require (
	golang.org/x/time v0.4.0 // indirect
	gopkg.in/check.v1 v1.0.0-20201130134442-10cb98267c6c // indirect
)

replace interop.test/checks => ../go-checks
