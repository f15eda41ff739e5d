module interop.test/authority

go 1.24
