module interop.test/checks

go 1.24
