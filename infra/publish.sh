#!/bin/sh
# Build the image inside Azure's registry, once for each commit, and note its digest for the next `azd provision`.
# azd calls it after each provision; without azd, docs/deploy.md says what to do by hand.
set -eu
cd "$(dirname "$0")/.."

registry=${AZURE_CONTAINER_REGISTRY_NAME:?is given by azd, after a provision}
server=${AZURE_CONTAINER_REGISTRY_ENDPOINT:?is given by azd, after a provision}
revision=$(git rev-parse HEAD)
if [ -n "$(git status --porcelain)" ]; then
  echo "There are uncommitted changes. Commit or stash them: the image is named after its commit." >&2
  exit 1
fi

# A tag can be moved; what runs is named by its digest.
digest_of() {
  az acr manifest show-metadata --registry "$registry" --name "dicom-text-redactor:$revision" --query digest --output tsv 2> /dev/null || true
}
digest=$(digest_of)
if [ -z "$digest" ]; then
  az acr build --registry "$registry" --image "dicom-text-redactor:$revision" --build-arg "REVISION=$revision" \
    --platform linux/amd64 --file infra/Dockerfile .
  digest=$(digest_of)
fi
if [ -z "$digest" ]; then
  echo "The registry does not list the image that was just built." >&2
  exit 1
fi
azd env set APP_IMAGE "$server/dicom-text-redactor@$digest"
