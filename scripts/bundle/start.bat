@echo off
rem ASCII only: cmd reads a batch file in the code page of the machine, GBK as a rule.
chcp 65001 >nul
setlocal
set "HERE=%~dp0"
if exist "%HERE%python\python.exe" (
  "%HERE%python\python.exe" "%HERE%start.py" %*
) else (
  where py >nul 2>nul
  if errorlevel 1 (
    where python >nul 2>nul
    if errorlevel 1 (
      type "%HERE%no-python.txt"
    ) else (
      python "%HERE%start.py" %*
    )
  ) else (
    py -@PYTHON@ "%HERE%start.py" %*
  )
)
if errorlevel 1 if "%~1"=="" pause
