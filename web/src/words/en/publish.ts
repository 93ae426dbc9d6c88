import type { Catalogue } from "../../kit/words";

export const publish = {
  "publish.file.kind":
    "This kind of file is not a photograph that we can show. Use JPEG, PNG, WebP, AVIF, HEIC or GIF.",
  "publish.file.empty": "The file is empty.",
  "publish.file.large": "The file is larger than 25 MB.",
  "publish.file.grown": "The file changed on its way. Choose it again.",
  "publish.file.notStored": "The upload was not taken. Try again.",
  "publish.file.unreadable": "The picture cannot be read.",
  "publish.file.gone": "The upload is too old and must be sent again.",
  "publish.file.stuck": "This takes longer than usual. Try again.",
  "publish.crop.how": "Drag it, or use the arrow keys. Plus and minus zoom, zero puts it back.",
  "publish.crop.zoom": "Zoom",
} satisfies Catalogue;
