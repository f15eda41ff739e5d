;; CRC-64/XZ, slicing-by-8 in two lanes. Compiled into crc64-module.ts by scripts/compile-crc64.ts.
;;
;; The imported memory starts with 4096 little-endian 64-bit words, written by the caller:
;;   0      2048 words   tables of slicing-by-8, entry 256 k + b for byte b at place k
;;   16384  2048 words   tables that move a state past one lane of 4096 bytes, laid out alike
(module
  ;; The variant over shared memory has the limits `1 65536 shared` here.
  (import "env" "memory" (memory 1))

  ;; The image of $state under the tables at $tables.
  (func $apply (param $tables i32) (param $state i64) (result i64)
    (i64.xor
      (i64.xor
        (i64.xor
          (i64.load offset=0 (i32.add (local.get $tables)
            (i32.and (i32.wrap_i64 (i64.shl (local.get $state) (i64.const 3))) (i32.const 0x7f8))))
          (i64.load offset=2048 (i32.add (local.get $tables)
            (i32.and (i32.wrap_i64 (i64.shr_u (local.get $state) (i64.const 5))) (i32.const 0x7f8)))))
        (i64.xor
          (i64.load offset=4096 (i32.add (local.get $tables)
            (i32.and (i32.wrap_i64 (i64.shr_u (local.get $state) (i64.const 13))) (i32.const 0x7f8))))
          (i64.load offset=6144 (i32.add (local.get $tables)
            (i32.and (i32.wrap_i64 (i64.shr_u (local.get $state) (i64.const 21))) (i32.const 0x7f8))))))
      (i64.xor
        (i64.xor
          (i64.load offset=8192 (i32.add (local.get $tables)
            (i32.and (i32.wrap_i64 (i64.shr_u (local.get $state) (i64.const 29))) (i32.const 0x7f8))))
          (i64.load offset=10240 (i32.add (local.get $tables)
            (i32.and (i32.wrap_i64 (i64.shr_u (local.get $state) (i64.const 37))) (i32.const 0x7f8)))))
        (i64.xor
          (i64.load offset=12288 (i32.add (local.get $tables)
            (i32.and (i32.wrap_i64 (i64.shr_u (local.get $state) (i64.const 45))) (i32.const 0x7f8))))
          (i64.load offset=14336 (i32.add (local.get $tables)
            (i32.and (i32.wrap_i64 (i64.shr_u (local.get $state) (i64.const 53))) (i32.const 0x7f8))))))))

  ;; The state (the CRC inverted) after $length bytes at $at.
  (func (export "update") (param $state i64) (param $at i32) (param $length i32) (result i64)
    (local $end i32) (local $laneEnd i32) (local $other i64)
    (local.set $end (i32.add (local.get $at) (local.get $length)))

    ;; Two lanes of 4096 bytes each, then one state out of both. The lookups are $apply written out: calls in here cost 15 %.
    (block $lanesDone
      (loop $lanes
        (br_if $lanesDone (i32.lt_u (i32.sub (local.get $end) (local.get $at)) (i32.const 8192)))
        (local.set $laneEnd (i32.add (local.get $at) (i32.const 4096)))
        (local.set $other (i64.const 0))
        (loop $words
          (local.set $state (i64.xor (local.get $state) (i64.load align=1 (local.get $at))))
          (local.set $other (i64.xor (local.get $other) (i64.load offset=4096 align=1 (local.get $at))))
          (local.set $state
            (i64.xor
              (i64.xor
                (i64.xor
                  (i64.load offset=0 (i32.and (i32.wrap_i64 (i64.shl (local.get $state) (i64.const 3))) (i32.const 0x7f8)))
                  (i64.load offset=2048 (i32.and (i32.wrap_i64 (i64.shr_u (local.get $state) (i64.const 5))) (i32.const 0x7f8))))
                (i64.xor
                  (i64.load offset=4096 (i32.and (i32.wrap_i64 (i64.shr_u (local.get $state) (i64.const 13))) (i32.const 0x7f8)))
                  (i64.load offset=6144 (i32.and (i32.wrap_i64 (i64.shr_u (local.get $state) (i64.const 21))) (i32.const 0x7f8)))))
              (i64.xor
                (i64.xor
                  (i64.load offset=8192 (i32.and (i32.wrap_i64 (i64.shr_u (local.get $state) (i64.const 29))) (i32.const 0x7f8)))
                  (i64.load offset=10240 (i32.and (i32.wrap_i64 (i64.shr_u (local.get $state) (i64.const 37))) (i32.const 0x7f8))))
                (i64.xor
                  (i64.load offset=12288 (i32.and (i32.wrap_i64 (i64.shr_u (local.get $state) (i64.const 45))) (i32.const 0x7f8)))
                  (i64.load offset=14336 (i32.and (i32.wrap_i64 (i64.shr_u (local.get $state) (i64.const 53))) (i32.const 0x7f8)))))))
          (local.set $other
            (i64.xor
              (i64.xor
                (i64.xor
                  (i64.load offset=0 (i32.and (i32.wrap_i64 (i64.shl (local.get $other) (i64.const 3))) (i32.const 0x7f8)))
                  (i64.load offset=2048 (i32.and (i32.wrap_i64 (i64.shr_u (local.get $other) (i64.const 5))) (i32.const 0x7f8))))
                (i64.xor
                  (i64.load offset=4096 (i32.and (i32.wrap_i64 (i64.shr_u (local.get $other) (i64.const 13))) (i32.const 0x7f8)))
                  (i64.load offset=6144 (i32.and (i32.wrap_i64 (i64.shr_u (local.get $other) (i64.const 21))) (i32.const 0x7f8)))))
              (i64.xor
                (i64.xor
                  (i64.load offset=8192 (i32.and (i32.wrap_i64 (i64.shr_u (local.get $other) (i64.const 29))) (i32.const 0x7f8)))
                  (i64.load offset=10240 (i32.and (i32.wrap_i64 (i64.shr_u (local.get $other) (i64.const 37))) (i32.const 0x7f8))))
                (i64.xor
                  (i64.load offset=12288 (i32.and (i32.wrap_i64 (i64.shr_u (local.get $other) (i64.const 45))) (i32.const 0x7f8)))
                  (i64.load offset=14336 (i32.and (i32.wrap_i64 (i64.shr_u (local.get $other) (i64.const 53))) (i32.const 0x7f8)))))))
          (local.set $at (i32.add (local.get $at) (i32.const 8)))
          (br_if $words (i32.lt_u (local.get $at) (local.get $laneEnd))))
        (local.set $state (i64.xor (call $apply (i32.const 16384) (local.get $state)) (local.get $other)))
        (local.set $at (i32.add (local.get $at) (i32.const 4096)))
        (br $lanes)))

    (block $wordsDone
      (loop $words
        (br_if $wordsDone (i32.lt_u (i32.sub (local.get $end) (local.get $at)) (i32.const 8)))
        (local.set $state (call $apply (i32.const 0) (i64.xor (local.get $state) (i64.load align=1 (local.get $at)))))
        (local.set $at (i32.add (local.get $at) (i32.const 8)))
        (br $words)))

    (block $bytesDone
      (loop $bytes
        (br_if $bytesDone (i32.ge_u (local.get $at) (local.get $end)))
        (local.set $state
          (i64.xor
            (i64.shr_u (local.get $state) (i64.const 8))
            (i64.load offset=14336
              (i32.shl
                (i32.and
                  (i32.xor (i32.wrap_i64 (local.get $state)) (i32.load8_u (local.get $at)))
                  (i32.const 0xff))
                (i32.const 3)))))
        (local.set $at (i32.add (local.get $at) (i32.const 1)))
        (br $bytes)))
    (local.get $state)))
