#!/bin/bash
# Rebuilds libarchive.wasm from Debian's sources. Needs: clang lld wasi-libc libclang-rt-dev-wasm32 llvm make, and the unpacked
# sources (apt-get source libarchive xz-utils zlib bzip2) in one folder, given as the first argument.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
sources=$(cd "${1:?usage: build.sh <folder with the unpacked sources>}" && pwd)
la=$(echo "$sources"/libarchive-*/) xz=$(echo "$sources"/xz-utils-*/) z=$(echo "$sources"/zlib-*/) bz=$(echo "$sources"/bzip2-*/)
out=$(mktemp -d); trap 'rm -rf "$out"' EXIT
mkdir -p "$out/include" "$out/lib" "$out/o"
cc=(clang --target=wasm32-wasi -O3 -DNDEBUG -w)

cp "$z"/zlib.h "$z"/zconf.h "$bz"/bzlib.h "$out/include/"
for f in adler32 crc32 inflate inffast inftrees zutil deflate trees; do "${cc[@]}" -c "$z/$f.c" -o "$out/o/z_$f.o"; done
for f in blocksort huffman crctable randtable compress decompress bzlib; do "${cc[@]}" -DBZ_NO_STDIO -c "$bz/$f.c" -o "$out/o/bz_$f.o"; done
llvm-ar rcs "$out/lib/libz.a" "$out"/o/z_*.o
llvm-ar rcs "$out/lib/libbz2.a" "$out"/o/bz_*.o

cross=(--host=wasm32-wasi CC="clang --target=wasm32-wasi" CFLAGS=-O3 AR=llvm-ar RANLIB=llvm-ranlib --disable-shared)
cp -a "$xz" "$out/xz" && cd "$out/xz"
./configure "${cross[@]}" --enable-static --disable-encoders --disable-threads --disable-xz --disable-xzdec --disable-lzmadec \
  --disable-lzmainfo --disable-scripts --disable-doc --disable-nls --disable-lzip-decoder --prefix="$out" >/dev/null
make -C src/liblzma install >/dev/null

cp -a "$la" "$out/la" && cd "$out/la"
./configure "${cross[@]}" CPPFLAGS="-I$out/include" LDFLAGS="-L$out/lib" --disable-bsdtar --disable-bsdcpio --disable-bsdcat --disable-bsdunzip \
  --disable-acl --disable-xattr --without-iconv --without-expat --without-xml2 --without-openssl --without-nettle --without-mbedtls \
  --without-zstd --without-lz4 --without-lzo2 --without-libb2 --without-cng >/dev/null
parts=(archive_check_magic archive_entry archive_entry_sparse archive_entry_stat archive_entry_strmode archive_entry_xattr archive_acl
  archive_pack_dev archive_ppmd7 archive_ppmd8 archive_blake2s_ref archive_blake2sp_ref archive_cryptor archive_digest archive_hmac
  archive_random archive_rb archive_read archive_read_add_passphrase archive_read_set_options archive_read_support_filter_bzip2
  archive_read_support_filter_gzip archive_read_support_filter_xz archive_read_support_format_7zip archive_read_support_format_rar
  archive_read_support_format_rar5 archive_read_support_format_raw archive_read_support_format_tar archive_read_support_format_zip
  archive_options archive_string archive_string_sprintf archive_util archive_virtual archive_match archive_pathmatch)
for f in "${parts[@]}"; do
  "${cc[@]}" -DHAVE_CONFIG_H -D_WASI_EMULATED_SIGNAL -D_WASI_EMULATED_GETPID -I. -Ilibarchive -I"$out/include" -c "libarchive/$f.c" -o "$out/o/la_$f.o"
done
for f in shim stubs; do "${cc[@]}" -Ilibarchive -c "$here/$f.c" -o "$out/o/la_$f.o"; done

clang --target=wasm32-wasi -O3 -mexec-model=reactor -Wl,--gc-sections -Wl,--strip-all -Wl,-z,stack-size=262144 -Wl,--max-memory=536870912 \
  "$out"/o/la_*.o "$out"/lib/liblzma.a "$out"/lib/libz.a "$out"/lib/libbz2.a -lwasi-emulated-getpid -o "$here/libarchive.wasm"
ls -l "$here/libarchive.wasm"
