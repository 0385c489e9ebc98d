const fs = require('node:fs')
const request = require('request')

const options = {
  method: 'POST',
  url: 'https://<domain>/<api prefix>/<version>/support/ticket/conversation/',
  headers: {
    apikey: '<apikey>',
    Authorization: 'Bearer <access token>',
  },
  formData: {
    ticket: '<ticket>',
    comment: '<comment>',
    attachment: {
      value: fs.createReadStream('<file path>'),
      options: { filename: '<filename>', contentType: null },
    },
  },
}

request(options, (error, response) => {
  if (error) throw new Error(error)
  process.stdout.write(response.body)
})
