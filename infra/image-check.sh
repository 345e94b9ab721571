#!/usr/bin/env bash
# Build infra/Dockerfile where the real base image cannot be had, and prove that the image works: make image-check
#
# The base is Debian 12, as that of the Functions host is, with Debian's own Python and without the host. So this shows
# that the Dockerfile builds, that what it installs fits together, and that it redacts without a network. It does not show
# that the host starts. As root on Debian; the base and the layers are kept for the next time.
set -euo pipefail
cd "$(dirname "$0")/.."

base=localhost/dicom-text-redactor-base:bookworm
image=localhost/dicom-text-redactor:check
certificates=/etc/ssl/certs/ca-certificates.crt
work=$(mktemp -d)
container=
clean_up() {
  if [ -n "$container" ]; then buildah rm "$container" > /dev/null; fi
  rm -rf "$work"
}
trap clean_up EXIT
export BUILDAH_ISOLATION=chroot # there may be no service manager to ask for anything better

if ! buildah inspect --type image "$base" > /dev/null 2>&1; then
  echo "Making the base, Debian 12 with its Python (once) …"
  debootstrap --variant=minbase --include=ca-certificates,python3,python3-venv bookworm "$work/root" > "$work/debootstrap.log" \
    || { tail -n 20 "$work/debootstrap.log" >&2; exit 1; }
  # `python` and `pip`, as the real base has them.
  chroot "$work/root" python3 -m venv /opt/python
  rm -rf "$work/root"/var/cache/apt/archives/*.deb "$work/root"/var/lib/apt/lists/*
  container=$(buildah from scratch)
  buildah add --quiet "$container" "$work/root" / > /dev/null
  buildah config --env PATH=/opt/python/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "$container"
  buildah commit --quiet --rm "$container" "$base" > /dev/null
  container=
fi

# The certificates of this machine, for networks that open what passes through them; nothing of it stays in the image.
printf '[global]\ncert = %s\n' "$certificates" > "$work/pip.conf"
build() {
  buildah bud --quiet --layers --build-arg "BASE_IMAGE=$base" --build-arg "REVISION=$1" -f infra/Dockerfile -t "$image" \
    -v "$certificates:$certificates:ro" -v "$work/pip.conf:/etc/pip.conf:ro" . > /dev/null
}
started=$SECONDS
build "$(git rev-parse HEAD 2> /dev/null || echo unknown)"
echo "Built in $((SECONDS - started)) s."

container=$(buildah from "$image")
started=$SECONDS
# A network of its own, in which there is nothing.
unshare --net buildah run "$container" -- python selftest.py --no-network
echo "Tested in $((SECONDS - started)) s."

size_of() { buildah images --filter "reference=$1" --format '{{.Size}}' | head -n 1; }
echo "Size: $(size_of "$image"), of which the base is $(size_of "$base")."
