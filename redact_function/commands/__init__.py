"""The commands of ``dicom-redact`` that are about the service's storage; they need the extra ``azure`` when they run.

Each is a module as those of `dicom_text_redactor.commands` are, light to import, so that the help can name them where
the extra is not installed.
"""
